# Sourced by the entrypoint of MariaDB's image after mysql-init.sql, at the first start only.
for account in chengqi chengqi_{directory,documents,meetings,supervision,security,reception,analytics}; do
  name="${account#chengqi_}"
  variable="${name^^}_DB_PASSWORD"
  if [ -n "${!variable:-}" ]; then
    docker_process_sql <<< "ALTER USER '${account}'@'%' IDENTIFIED BY '${!variable}'"
  fi
done
