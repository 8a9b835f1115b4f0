# Sourced by the entrypoint of MariaDB's image after the accounts were made, at the first start only. Not executable:
# an executable script would run in a process of its own, without docker_process_sql.
accounts=(
  chengqi
  # services: accounts, written by npm run compose
  chengqi_directory
  chengqi_documents
  chengqi_meetings
  chengqi_supervision
  chengqi_security
  chengqi_reception
  chengqi_analytics
  # end
)
for account in "${accounts[@]}"; do
  name="${account#chengqi_}"
  variable="${name^^}_DB_PASSWORD"
  if [ -n "${!variable:-}" ]; then
    docker_process_sql <<< "ALTER USER '${account}'@'%' IDENTIFIED BY '${!variable}'"
  fi
done
