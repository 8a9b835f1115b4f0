# Sourced by the entrypoint of MariaDB's image after the accounts were made, at the first start only. Not executable:
# an executable script would run in a process of its own, without docker_process_sql.
for account in chengqi chengqi_{directory,documents,meetings,supervision,security,reception,analytics}; do
  name="${account#chengqi_}"
  variable="${name^^}_DB_PASSWORD"
  if [ -n "${!variable:-}" ]; then
    docker_process_sql <<< "ALTER USER '${account}'@'%' IDENTIFIED BY '${!variable}'"
  fi
done
