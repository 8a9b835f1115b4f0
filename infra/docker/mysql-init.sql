-- Accounts of the full mode, with development passwords: read by MariaDB's image at its first start (mysql-passwords.sh
-- then sets the passwords given by environment), and by the native server at every start. One statement a line (init-file).
CREATE USER IF NOT EXISTS 'chengqi'@'%' IDENTIFIED BY 'chengqi';
GRANT ALL PRIVILEGES ON *.* TO 'chengqi'@'%' WITH GRANT OPTION;

-- services: accounts, written by npm run compose
CREATE DATABASE IF NOT EXISTS chengqi_directory CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE USER IF NOT EXISTS 'chengqi_directory'@'%' IDENTIFIED BY 'chengqi';
GRANT ALL PRIVILEGES ON `chengqi\_directory`.* TO 'chengqi_directory'@'%';
CREATE DATABASE IF NOT EXISTS chengqi_documents CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE USER IF NOT EXISTS 'chengqi_documents'@'%' IDENTIFIED BY 'chengqi';
GRANT ALL PRIVILEGES ON `chengqi\_documents`.* TO 'chengqi_documents'@'%';
CREATE DATABASE IF NOT EXISTS chengqi_meetings CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE USER IF NOT EXISTS 'chengqi_meetings'@'%' IDENTIFIED BY 'chengqi';
GRANT ALL PRIVILEGES ON `chengqi\_meetings`.* TO 'chengqi_meetings'@'%';
CREATE DATABASE IF NOT EXISTS chengqi_supervision CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE USER IF NOT EXISTS 'chengqi_supervision'@'%' IDENTIFIED BY 'chengqi';
GRANT ALL PRIVILEGES ON `chengqi\_supervision`.* TO 'chengqi_supervision'@'%';
CREATE DATABASE IF NOT EXISTS chengqi_security CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE USER IF NOT EXISTS 'chengqi_security'@'%' IDENTIFIED BY 'chengqi';
GRANT ALL PRIVILEGES ON `chengqi\_security`.* TO 'chengqi_security'@'%';
CREATE DATABASE IF NOT EXISTS chengqi_reception CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE USER IF NOT EXISTS 'chengqi_reception'@'%' IDENTIFIED BY 'chengqi';
GRANT ALL PRIVILEGES ON `chengqi\_reception`.* TO 'chengqi_reception'@'%';
CREATE DATABASE IF NOT EXISTS chengqi_analytics CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE USER IF NOT EXISTS 'chengqi_analytics'@'%' IDENTIFIED BY 'chengqi';
GRANT ALL PRIVILEGES ON `chengqi\_analytics`.* TO 'chengqi_analytics'@'%';
-- end
