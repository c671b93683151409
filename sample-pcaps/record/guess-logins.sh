#!/bin/bash
# Programs that guess passwords, service by service: hydra, medusa, onesixtyone.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"
# shellcheck source=logins.sh
source "$RECORD_DIR/logins.sh"

ATTACKER=10.20.1.66
HOST=10.20.2.30

# guesses COUNT [LAST]: a list of made-up passwords, the last one as given.
guesses() {
    seq -f 'ward%g' 1 "$1" >"$WORK/guesses"
    [[ -z ${2:-} ]] || echo "$2" >>"$WORK/guesses"
}

guessing() {
    expect "{technique: T1110.001, actor: $ATTACKER, kind: password guessing, target: $1}"
}

password_sshd() {
    sshd_on server $HOST
    sed -i 's/^UsePAM no/UsePAM no\nMaxAuthTries 6\nMaxStartups 50:30:100/; s/^PasswordAuthentication no/PasswordAuthentication yes/' "$WORK/sshd_config"
    service server /usr/sbin/sshd -D -f "$WORK/sshd_config" -p 2222
    answering server $HOST 2222
}

record_guess_ssh() {
    begin guess-ssh attack "hydra guesses one account's password over SSH, four connections at a time; the 13th is right."
    programs hydra
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $HOST
    account
    password_sshd
    guesses 12 "$SECRET"
    capture clients
    run attacker hydra -I -l $NURSE -P "$WORK/guesses" -t 4 -s 2222 ssh://$HOST
    no_account
    guessing $HOST
    contains "tcp.flags == 0x002 && tcp.dstport == 2222" -ge 3
    finish
}

record_guess_ftp() {
    begin guess-ftp attack "medusa guesses the passwords of three accounts of an FTP server, in vain."
    programs medusa vsftpd
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $FTP
    account
    ftp_server
    guesses 8
    printf '%s\n' $NURSE admin backup >"$WORK/users"
    capture clients
    run attacker medusa -h $FTP -U "$WORK/users" -P "$WORK/guesses" -M ftp -t 2
    no_account
    guessing $FTP
    contains "ftp.response.code == 530" -ge 24
    finish
}

record_guess_telnet() {
    begin guess-telnet attack "hydra guesses one account's password over Telnet, in vain."
    programs hydra inetutils-telnetd
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $HOST
    account
    telnet_server
    guesses 12
    capture clients
    run attacker hydra -I -l $NURSE -P "$WORK/guesses" -t 2 telnet://$HOST
    no_account
    guessing $HOST
    contains "telnet.data contains \"incorrect\"" -ge 10
    finish
}

record_guess_mail() {
    begin guess-mail attack "hydra guesses one mailbox's password over IMAP, then over POP3; the last one is right."
    programs hydra dovecot-imapd dovecot-pop3d
    hospital clients servers
    host attacker clients $ATTACKER
    host mail servers $MAIL
    mail_server
    guesses 12 "$SECRET"
    capture clients
    run attacker hydra -I -l $NURSE -P "$WORK/guesses" -t 4 imap://$MAIL
    run attacker hydra -I -l $NURSE -P "$WORK/guesses" -t 4 pop3://$MAIL
    guessing $MAIL
    contains "tcp.dstport == 143 && tcp.flags == 0x002" -ge 4
    contains "tcp.dstport == 110 && tcp.flags == 0x002" -ge 4
    finish
}

# mailbox_from ADDRESSES PASSWORD: curl looks into the nurse's mailbox from each of these addresses of the host `away`.
mailbox_from() {
    shell away "for i in $1; do curl -s -m 5 --interface 203.0.113.\$i imap://$NURSE:$2@$MAIL/ > /dev/null; sleep 0.3; done; true"
}

record_guess_shared() {
    begin guess-shared attack "Fourteen addresses on the Internet try one password each for the same mailbox over IMAP; the last finds it."
    programs curl dovecot-imapd
    hospital servers outside
    host away outside 203.0.113.10
    more_addresses away 203.0.113.11-23
    host mail servers $MAIL
    mail_server
    capture outside
    mailbox_from '$(seq 10 23)' 'ward1'
    mailbox_from 23 "$SECRET"
    expect "{technique: T1110.001, actor: 203.0.113.19, kind: password guessing from many places, target: $MAIL, outcome: failed}"
    expect "{technique: T1110.001, actor: 203.0.113.23, kind: password guessing from many places, target: $MAIL, outcome: succeeded}"
    contains "imap.request.command == \"AUTHENTICATE\"" -ge 15
    finish
}

record_benign_changed_password() {
    begin benign-changed-password benign "A nurse has changed the password of the mailbox: five devices at home and at work still try the old one, twice each, until they get the new one."
    programs curl dovecot-imapd
    hospital servers outside
    host away outside 203.0.113.10
    more_addresses away 203.0.113.11-14
    host mail servers $MAIL
    mail_server
    capture outside
    mailbox_from '$(seq 10 14) $(seq 10 14)' 'ward1'
    mailbox_from '$(seq 10 14)' "$SECRET"
    near_miss identity.shared_guessing
    contains "imap.request.command == \"AUTHENTICATE\"" -ge 15
    finish
}

record_leaked_account() {
    begin leaked-account attack "A mailbox whose password is on a list of leaked accounts is opened from the Internet. The hospital has the salted hash of the name."
    programs curl dovecot-imapd
    hospital servers outside
    host away outside 203.0.113.10
    host mail servers $MAIL
    mail_server
    capture outside
    mailbox_from 10 "$SECRET"
    config "detect:"
    config "  leaked_accounts: [\"sha256:5a17:$({ printf '\x5a\x17'; printf %s $NURSE; } | sha256sum | cut -d ' ' -f 1)\"]"
    expect "{technique: T1078, actor: 203.0.113.10, kind: use of a leaked account, target: $MAIL, outcome: succeeded}"
    contains "imap.request.command == \"AUTHENTICATE\"" -ge 1
    finish
}

record_benign_leaked_namesake() {
    begin benign-leaked-namesake benign "The list of leaked accounts has a user of another domain with the same name, and one whose name is longer."
    programs curl dovecot-imapd
    hospital servers outside
    host away outside 203.0.113.10
    host mail servers $MAIL
    mail_server
    capture outside
    mailbox_from 10 "$SECRET"
    config "detect:"
    config "  leaked_accounts: [$NURSE@elsewhere.example, ${NURSE}0]"
    near_miss identity.leaked_account
    contains "imap.request.command == \"AUTHENTICATE\"" -ge 1
    finish
}

record_guess_http() {
    begin guess-http attack "hydra guesses one user's password of a web site by Basic authentication; the last one is right."
    programs hydra nginx-light
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $HOST
    nginx_on server $HOST
    printf '%s:%s\n' $NURSE "$(openssl passwd -apr1 "$SECRET")" >"$WORK/htpasswd"
    sed "s#listen $HOST:80;#listen $HOST:8080; auth_basic ward; auth_basic_user_file $WORK/htpasswd;#; s#listen $HOST:443 ssl;##; s#nginx.pid#second.pid#" \
        "$WORK/nginx.conf" >"$WORK/second.conf"
    service server nginx -c "$WORK/second.conf"
    answering server $HOST 8080
    guesses 14 "$SECRET"
    capture clients
    run attacker hydra -I -l $NURSE -P "$WORK/guesses" -t 4 -s 8080 http-get://$HOST/index.html
    guessing $HOST
    contains "http.response.code == 401" -ge 14
    contains "http.response.code == 200" -ge 1
    finish
}

record_guess_http_form() {
    begin guess-http-form attack "hydra posts guesses to the login form of a web site; the last one is right."
    programs hydra
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $HOST
    service server "$PYTHON" "$RECORD_DIR/form.py" $HOST 80 $NURSE "$SECRET"
    answering server $HOST 80
    guesses 14 "$SECRET"
    capture clients
    run attacker hydra -I -l $NURSE -P "$WORK/guesses" -t 4 $HOST http-post-form "/login:user=^USER^&password=^PASS^:F=/login"
    guessing $HOST
    contains "http.request.method == POST" -ge 14
    finish
}

record_guess_snmp() {
    begin guess-snmp attack "onesixtyone tries 16 communities on a network device; one of them is right."
    programs onesixtyone snmpd
    hospital clients servers
    host attacker clients $ATTACKER
    host device servers $HOST
    printf 'rocommunity ward16\nagentaddress udp:%s:161\n' $HOST >"$WORK/snmpd.conf"
    service device snmpd -f -C -c "$WORK/snmpd.conf" -Lo -p "$WORK/snmpd.pid"
    sleep 1
    guesses 16
    capture clients
    run attacker onesixtyone -c "$WORK/guesses" $HOST
    guessing $HOST
    contains "snmp.community" -ge 16
    finish
}

record_guess_database() {
    begin guess-database attack "hydra guesses the password of a database's administrator, PostgreSQL and MariaDB; the second one is found."
    programs hydra postgresql-15 mariadb-server
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $HOST
    local bin=/usr/lib/postgresql/15/bin
    mkdir "$WORK/data"
    echo "$SECRET" >"$WORK/data/password"
    chown -R postgres "$WORK/data"
    runuser -u postgres -- $bin/initdb -D "$WORK/data/db" -U postgres --pwfile="$WORK/data/password" -A md5 >>"$WORK/output" 2>&1
    echo "host all all 10.20.0.0/16 md5" >"$WORK/data/db/pg_hba.conf"
    service server runuser -u postgres -- $bin/postgres -D "$WORK/data/db" -h $HOST -k "$WORK/data" -c password_encryption=md5
    printf "CREATE USER 'stock'@'%%' IDENTIFIED BY '%s';\nSET GLOBAL max_connect_errors = 1000;\n" "$SECRET" >"$WORK/init.sql"
    mariadb-install-db --no-defaults --datadir="$WORK/maria" --user=root --auth-root-authentication-method=normal --skip-test-db >>"$WORK/output" 2>&1
    service server mariadbd --no-defaults --user=root --datadir="$WORK/maria" --bind-address=$HOST --socket="$WORK/socket" \
        --init-file="$WORK/init.sql" --skip-name-resolve
    answering server $HOST 5432
    answering server $HOST 3306
    sleep 1
    capture clients
    guesses 12
    run attacker hydra -I -l postgres -P "$WORK/guesses" -t 4 postgres://$HOST/postgres
    guesses 12 "$SECRET"
    run attacker hydra -I -l stock -P "$WORK/guesses" -t 4 mysql://$HOST
    guessing $HOST
    contains "tcp.dstport == 5432 && tcp.flags == 0x002" -ge 12
    contains "tcp.dstport == 3306 && tcp.flags == 0x002" -ge 4
    finish
}

record_guess_sql_server() {
    begin guess-sql-server attack "A loop tries ten passwords for each of three accounts of a Microsoft SQL Server (FreeTDS's tsql); one is found."
    programs freetds-bin python3-impacket
    note "Debian has no SQL Server: sqlserver.py answers the logins, by the standard; the client is real."
    hospital clients servers
    host attacker clients $ATTACKER
    host database servers $HOST
    service database "$PYTHON" "$RECORD_DIR/sqlserver.py" $HOST
    answering database $HOST 1433
    guesses 9 stock-secret
    printf '[global]\ntds version = 7.4\nencryption = off\n' >"$WORK/freetds.conf"
    capture clients
    shell attacker "for user in sa backup stock; do while read -r word; do echo exit | FREETDSCONF=$WORK/freetds.conf tsql -H $HOST -p 1433 -U \$user -P \$word; done <$WORK/guesses; done"
    guessing $HOST
    contains "tds.type == 16" -ge 30
    finish
}

record_guess_vnc() {
    begin guess-vnc attack "hydra guesses the password of a ward's desktop over VNC, in vain."
    programs hydra tigervnc-standalone-server
    hospital clients servers
    host attacker clients $ATTACKER
    host ward servers $HOST
    printf 'vnc-pass\n' | vncpasswd -f >"$WORK/password" 2>/dev/null
    service ward Xvnc :$((BASHPID % 400 + 100)) -interface $HOST -rfbport 5900 -SecurityTypes VncAuth -rfbauth "$WORK/password" -geometry 160x120 -depth 16 \
        -desktop ward -BlacklistThreshold 100
    answering ward $HOST 5900
    guesses 12
    capture clients
    run attacker hydra -I -P "$WORK/guesses" -t 1 vnc://$HOST
    guessing $HOST
    contains "vnc.auth_result == 1" -ge 10
    finish
}

record_guess_rdp() {
    begin guess-rdp attack "A loop around a remote desktop client guesses one account's password inside TLS: only that there are many tries can be seen."
    programs xrdp freerdp2-x11 xvfb
    hospital clients servers
    host attacker clients $ATTACKER
    host ward servers $HOST
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=ward.hospital.example -keyout "$WORK/key.pem" -out "$WORK/cert.pem" 2>/dev/null
    xrdp-keygen xrdp "$WORK/rsakeys.ini" >>"$WORK/output" 2>&1
    sed -e "s#^port=.*#port=tcp://$HOST:3389#" -e 's/^security_layer=.*/security_layer=negotiate/' -e "s#^certificate=.*#certificate=$WORK/cert.pem#" \
        -e "s#^key_file=.*#key_file=$WORK/key.pem#" -e "s#^LogFile=.*#LogFile=$WORK/xrdp.log#" -e 's/^EnableSyslog=.*/EnableSyslog=false/' \
        /etc/xrdp/xrdp.ini >"$WORK/xrdp.ini"
    service ward unshare -m sh -c "mkdir -p /run/xrdp-3389 && mount --bind /run/xrdp-3389 /run && exec xrdp --nodaemon -c $WORK/xrdp.ini"
    answering ward $HOST 3389
    local display=:$((BASHPID % 400 + 1600))
    service attacker Xvfb $display -screen 0 320x240x16
    sleep 1
    guesses 24
    capture clients
    shell attacker "export DISPLAY=$display HOME=$WORK; while read -r guess; do timeout 1 xfreerdp /cert:ignore /sec:tls /size:200x150 /bpp:16 /u:ward /p:\$guess /v:$HOST </dev/null; done <$WORK/guesses"
    guessing $HOST
    contains "tcp.dstport == 3389 && tcp.flags == 0x002" -ge 12
    finish
}

record_guess_smb() {
    begin guess-smb attack "rpcclient, started again and again, guesses one account's password over SMB; the last one is right."
    programs smbclient samba
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $HOST
    account
    smbd_on server $HOST
    printf '%s\n%s\n' "$SECRET" "$SECRET" | smbpasswd -L -s -a -c "$WORK/smb-server/smb.conf" $NURSE >>"$WORK/output" 2>&1 || true
    guesses 14 "$SECRET"
    capture clients
    shell attacker "while read -r guess; do rpcclient -U WARD/$NURSE%\$guess $HOST -c srvinfo; done <$WORK/guesses"
    no_account
    guessing $HOST
    contains "smb2.nt_status == 0xc000006d" -ge 10
    finish
}

record_variant_old_password() {
    begin variant-old-password variant "A copy program of a workstation still has last month's password of its account at a file server and fails every two minutes for an hour (recorded faster, pauses stretched)."
    programs smbclient samba
    hospital clients servers
    host desk clients 10.20.1.30
    host server servers $HOST
    account
    smbd_on server $HOST
    printf '%s\n%s\n' "$SECRET" "$SECRET" | smbpasswd -L -s -a -c "$WORK/smb-server/smb.conf" $NURSE >>"$WORK/output" 2>&1 || true
    capture clients
    shell desk "for i in \$(seq 24); do smbclient -U WARD/$NURSE%last-Secret-6 //$HOST/ward -c ls; sleep 2; done"
    no_account
    capture_stop
    cp "$PCAP" "$WORK/fast.pcap"
    write_down switch "reshape.py stretch 1 60"
    programs python3-scapy
    "$PYTHON" "$RECORD_DIR/reshape.py" stretch "$WORK/fast.pcap" "$PCAP" 1 60 || fail "$CASE: not stretched"
    expect "{technique: T1110.001, actor: 10.20.1.30, kind: old password in use, target: $HOST}"
    contains "smb2.nt_status == 0xc000006d" -eq 24
    finish
}

# desktops: one host plays fourteen terminal servers; nothing is recorded yet. Afterwards $XFREERDP is the client's command.
desktops() {
    programs xrdp freerdp2-x11 xvfb
    hospital clients servers
    host attacker clients $ATTACKER
    host ward servers $HOST
    more_addresses ward 10.20.2.31-43
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=ward.hospital.example -keyout "$WORK/key.pem" -out "$WORK/cert.pem" 2>/dev/null
    xrdp-keygen xrdp "$WORK/rsakeys.ini" >>"$WORK/output" 2>&1
    sed -e "s#^port=.*#port=tcp://:3389#" -e 's/^security_layer=.*/security_layer=negotiate/' -e "s#^certificate=.*#certificate=$WORK/cert.pem#" \
        -e "s#^key_file=.*#key_file=$WORK/key.pem#" -e "s#^LogFile=.*#LogFile=$WORK/xrdp.log#" -e 's/^EnableSyslog=.*/EnableSyslog=false/' \
        /etc/xrdp/xrdp.ini >"$WORK/xrdp.ini"
    service ward unshare -m sh -c "mkdir -p /run/xrdp-3389 && mount --bind /run/xrdp-3389 /run && exec xrdp --nodaemon -c $WORK/xrdp.ini"
    answering ward $HOST 3389
    local display=:$((BASHPID % 400 + 1600))
    service attacker Xvfb $display -screen 0 320x240x16
    sleep 1
    XFREERDP="env DISPLAY=$display HOME=$WORK timeout 4 xfreerdp /cert:ignore /sec:tls /size:200x150 /bpp:16 /p:none"
}

record_sweep_rdp() {
    begin sweep-rdp attack "nmap asks fourteen servers for their remote desktops, to learn what they are called (rdp-ntlm-info); nobody logs on."
    programs nmap
    desktops
    capture clients
    run attacker nmap -n -Pn -p 3389 --script rdp-ntlm-info 10.20.2.30-43
    expect "{technique: T1021.001, actor: $ATTACKER, what: desktops of many hosts asked for, targets: 14}"
    contains 'tpkt contains "Cookie" || tcp.dstport == 3389 && tcp.flags == 0x002' -ge 14
    finish
}

record_spray_rdp() {
    begin spray-rdp attack "A loop around a remote desktop client tries one password in the names of twelve users at one server, inside TLS: only the names can be read."
    desktops
    capture clients
    shell attacker "for user in anna bert carla dirk els frank greet hugo inge jan karin luc; do ${XFREERDP/timeout 4/timeout 9} /u:\$user /v:$HOST </dev/null; done"
    expect "{technique: T1110.003, actor: $ATTACKER, what: desktops asked for in many names, target: $HOST}"
    contains 'tcp.dstport == 3389 && tcp.flags == 0x002' -ge 12
    finish
}

record_benign_rdp_rounds() {
    begin benign-rdp-rounds benign "An administrator opens the desktops of six servers in turn, as himself, and of one of them in the name of a service, with another kind of security when the first is refused."
    desktops
    capture clients
    shell attacker "for i in {30..35}; do ${XFREERDP/timeout 4/timeout 9} /u:admin-jp /v:10.20.2.\$i </dev/null; done"
    shell attacker "${XFREERDP/sec:tls/sec:nla} /u:svc-backup /v:$HOST </dev/null; $XFREERDP /u:svc-backup /v:$HOST </dev/null"
    near_miss lateral.remote_desktops_many identity.remote_desktop_names lateral.remote_desktop_probed
    contains "tcp.dstport == 3389 && tcp.flags == 0x002" -ge 7
    finish
}

main "$@"
