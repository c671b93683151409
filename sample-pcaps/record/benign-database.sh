#!/bin/bash
# Applications and their databases: logins that work, a mistyped password, queries, TLS.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

MYSQL=10.20.2.33
POSTGRES=10.20.2.54
REDIS=10.20.2.63
SQL=10.20.2.43
SEALED_SQL=10.20.2.44

certificate() {
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=db.hospital.example -keyout "$WORK/key.pem" -out "$WORK/cert.pem" 2>/dev/null
}

record_benign_mysql() {
    begin benign-mysql benign "An application uses MariaDB: it logs in, makes a table, fills and reads it, asks for a table that is not there, sets a password; one login has a mistyped password and one goes over TLS."
    programs mariadb-server mariadb-client
    hospital clients servers
    host client clients 10.20.1.21
    host database servers $MYSQL
    certificate
    cat >"$WORK/init.sql" <<END
CREATE DATABASE stock;
CREATE USER 'stock'@'%' IDENTIFIED BY 'stock-secret';
GRANT ALL ON *.* TO 'stock'@'%' WITH GRANT OPTION;
END
    mariadb-install-db --no-defaults --datadir="$WORK/data" --user=root --auth-root-authentication-method=normal --skip-test-db >>"$WORK/output" 2>&1
    service database mariadbd --no-defaults --user=root --datadir="$WORK/data" --bind-address=$MYSQL --socket="$WORK/socket" \
        --init-file="$WORK/init.sql" --ssl-cert="$WORK/cert.pem" --ssl-key="$WORK/key.pem" --skip-name-resolve
    answering database $MYSQL 3306
    sleep 1
    local login="mariadb --no-defaults -h $MYSQL -u stock"
    capture clients
    must client $login -pstock-secret --skip-ssl stock -e "create table gloves (id int, size varchar(10)); insert into gloves values (1, 'small'), (2, 'large'); select * from gloves"
    run client $login -pstock-secret --skip-ssl stock -e "select * from masks"
    must client $login -pstock-secret --skip-ssl stock -e "create user 'reader'@'%' identified by 'reader-secret'"
    run client $login -pwrong-secret --skip-ssl stock -e "select 1"
    must client $login -pstock-secret --ssl stock -e "select count(*) from gloves"
    contains "mysql.command == 3" -ge 5
    contains "mysql.error_code == 1045" -eq 1
    contains "tls.handshake.type == 1" -eq 1
    finish
}

record_benign_postgresql() {
    begin benign-postgresql benign "An application uses PostgreSQL: logins by SCRAM, MD5 and a password in clear, queries simple and prepared, an error, a mistyped password, and a login over TLS."
    programs postgresql-15 postgresql-client-15
    hospital clients servers
    host client clients 10.20.1.21
    host database servers $POSTGRES
    certificate
    local bin=/usr/lib/postgresql/15/bin
    mkdir "$WORK/data"
    cp "$WORK/cert.pem" "$WORK/key.pem" "$WORK/data/"
    echo admin-secret >"$WORK/data/password"
    chmod 600 "$WORK/data/key.pem"
    chown -R postgres "$WORK/data"
    runuser -u postgres -- $bin/initdb -D "$WORK/data/db" -U postgres --pwfile="$WORK/data/password" -A scram-sha-256 >>"$WORK/output" 2>&1
    cat >"$WORK/data/db/pg_hba.conf" <<END
host all clear 10.20.0.0/16 password
host all old 10.20.0.0/16 md5
host all all 10.20.0.0/16 scram-sha-256
END
    service database runuser -u postgres -- $bin/postgres -D "$WORK/data/db" -h $POSTGRES -k "$WORK/data" -c ssl=on \
        -c ssl_cert_file="$WORK/data/cert.pem" -c ssl_key_file="$WORK/data/key.pem"
    answering database $POSTGRES 5432
    sleep 1
    local off="host=$POSTGRES dbname=postgres sslmode=disable" on="host=$POSTGRES dbname=postgres sslmode=require gssencmode=disable"
    capture clients
    must client env PGPASSWORD=admin-secret psql "$off user=postgres" -c "create role clear login password 'clear-secret'" \
        -c "set password_encryption = md5" -c "create role old login password 'old-secret'" -c "create table gloves (id int, size text)"
    must client env PGPASSWORD=admin-secret psql "$off user=postgres" -c "insert into gloves values (1, 'small'), (2, 'large')" -c "select * from gloves"
    run client env PGPASSWORD=admin-secret psql "$off user=postgres" -c "select * from masks"
    must client env PGPASSWORD=clear-secret psql "$off user=clear" -c "select 1"
    must client env PGPASSWORD=old-secret psql "$off user=old" -c "select 2"
    run client env PGPASSWORD=wrong-secret psql "$off user=postgres" -c "select 3"
    must client env PGPASSWORD=admin-secret psql "$on user=postgres" -c "select 4"
    must client env PGPASSWORD=admin-secret pgbench -n -i -s 1 -I dt -h $POSTGRES -U postgres postgres
    contains "pgsql.type == \"Simple query\"" -ge 7
    contains "pgsql.type == \"Error\"" -ge 2
    contains "tls.handshake.type == 1" -ge 1
    finish
}

record_benign_redis() {
    begin benign-redis benign "An application keeps its sessions in Redis: it logs in, sets and reads values and a list, and measures how fast the server answers; one login has a mistyped password."
    programs redis-server redis-tools
    hospital clients servers
    host client clients 10.20.1.21
    host cache servers $REDIS
    service cache redis-server --bind $REDIS --port 6379 --requirepass cache-secret --save "" --dir "$WORK" --logfile "$WORK/redis.log"
    answering cache $REDIS 6379
    local cli="redis-cli -h $REDIS --no-auth-warning"
    capture clients
    must client $cli -a cache-secret set session:7 jdevries EX 600
    must client $cli -a cache-secret get session:7
    must client $cli -a cache-secret rpush queue one two three
    must client $cli -3 -a cache-secret lrange queue 0 -1
    run client $cli -a cache-sekret get session:7
    must client redis-benchmark -h $REDIS -a cache-secret -q -n 40 -c 4 -t set,get
    contains "tcp.port == 6379 && tcp.len > 0" -ge 100
    finish
}

record_benign_sql_server() {
    begin benign-sql-server benign "Programs log in to a Microsoft SQL Server: by password in clear and inside TLS, by NTLM, and one with a mistyped password; one looks for an instance whose name is longer than such names are, and nobody answers."
    programs freetds-bin python3-impacket
    note "Debian has no SQL Server: sqlserver.py answers the login, by the standard; the clients are FreeTDS and Impacket's."
    hospital clients servers
    host client clients 10.20.1.21
    host database servers $SQL $SEALED_SQL
    certificate
    service database "$PYTHON" "$RECORD_DIR/sqlserver.py" $SQL
    service database "$PYTHON" "$RECORD_DIR/sqlserver.py" $SEALED_SQL "$WORK/cert.pem" "$WORK/key.pem"
    answering database $SQL 1433
    answering database $SEALED_SQL 1433
    cat >"$WORK/freetds.conf" <<END
[global]
tds version = 7.4
[clear]
host = $SQL
port = 1433
encryption = off
[sealed]
host = $SEALED_SQL
port = 1433
encryption = request
[instance]
host = $SQL
instance = STOCKROOM_OF_THE_THIRD_FLOOR_WEST_WING
END
    export FREETDSCONF=$WORK/freetds.conf
    local impacket=/usr/share/doc/python3-impacket/examples/mssqlclient.py
    capture clients
    shell client "printf 'select 1\ngo\nexit\n' | tsql -S clear -U stock -P stock-secret -D stock"
    run client tsql -S clear -U stock -P stock-sekret -D stock
    shell client "printf 'select 1\ngo\nexit\n' | tsql -S sealed -U stock -P stock-secret -D stock"
    LIMIT=15 shell client "echo exit | $PYTHON $impacket stock:stock-secret@$SQL"
    LIMIT=15 shell client "echo exit | $PYTHON $impacket -windows-auth WARD/jdevries:ward-secret@$SQL"
    LIMIT=15 run client tsql -S instance -U stock -P stock-secret
    contains "tds.type == 16" -ge 4
    contains "tds.type == 18" -ge 8
    contains "ntlmssp.messagetype == 3" -eq 1
    contains "udp.dstport == 1434" -ge 1
    finish
}

main "$@"
