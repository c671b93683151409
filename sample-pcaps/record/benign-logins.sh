#!/usr/bin/env bash
# Where people log in: FTP, mail, Telnet and SSH, with right and wrong passwords. Users and passwords are made up here and exist on no other machine.
# Needs: lib.sh, services.sh, vsftpd, postfix, dovecot, inetutils-telnetd, openssh-server and the clients.

# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$(dirname "${BASH_SOURCE[0]}")/services.sh"
# shellcheck source=logins.sh
source "$(dirname "${BASH_SOURCE[0]}")/logins.sh"

CLIENT=10.20.1.21
HOST=10.20.2.30
WRONG=wrong-Guess

record_benign_ftp_logins() {
    begin benign-ftp-logins benign "One user of an FTP server: a wrong password, then passive and active transfers both ways with the right one, a directory change, a deletion, and a look as anonymous."
    programs vsftpd curl lftp
    hospital clients servers
    host client clients $CLIENT
    host server servers $FTP
    account
    ftp_server
    make_bytes "$WORK/report.pdf" 9000
    cp "$WORK/report.pdf" "/home/$NURSE/plan.pdf"
    capture clients
    run client curl -s -u "$NURSE:$WRONG" "ftp://$FTP/plan.pdf" -o /dev/null
    must client curl -s --disable-epsv -u "$NURSE:$SECRET" "ftp://$FTP/plan.pdf" -o /dev/null
    must client curl -s -P - --disable-eprt -u "$NURSE:$SECRET" "ftp://$FTP/plan.pdf" -o /dev/null
    must client curl -s -P - -u "$NURSE:$SECRET" -T "$WORK/report.pdf" "ftp://$FTP/in/" --ftp-create-dirs
    must client curl -s -u "$NURSE:$SECRET" "ftp://$FTP/" -Q "CWD in" -Q "DELE report.pdf" -o /dev/null
    run client curl -s "ftp://$FTP/" -o /dev/null
    no_account
    contains "ftp.response.code == 530" -ge 1
    contains "ftp.request.command == \"PORT\"" -ge 1
    contains "ftp.request.command == \"EPRT\"" -ge 1
    contains "ftp.request.command == \"PASV\"" -ge 1
    contains "ftp.response.code == 226" -ge 4
    finish
}

record_benign_ssh_logins() {
    local cipher cipher_name
    begin benign-ssh-logins benign "One user logs in over SSH with four kinds of encryption: two wrong passwords and the right one each time, once three wrong ones, once a key, once a shell that is typed in."
    programs openssh-server openssh-client sshpass expect
    hospital clients servers
    host client clients $CLIENT
    host server servers $HOST
    account
    sshd_on server $HOST
    sed 's/^UsePAM no/UsePAM no\nMaxAuthTries 10/; s/^PasswordAuthentication no/PasswordAuthentication yes/; /^ListenAddress/d; s/^PidFile.*/PidFile none\nPort 2222\nCiphers +aes128-cbc/' "$WORK/sshd_config" >"$WORK/sshd_password_config"
    echo "ListenAddress $HOST" >>"$WORK/sshd_password_config"
    service server /usr/sbin/sshd -D -f "$WORK/sshd_password_config"
    answering server $HOST 2222
    sed 's/BatchMode yes/BatchMode no\n    PreferredAuthentications password\n    NumberOfPasswordPrompts 3/; s/StrictHostKeyChecking.*/StrictHostKeyChecking no/' "$WORK/ssh_config" >"$WORK/password_config"
    cat >"$WORK/login.exp" <<END
set timeout 20
set passwords [lrange \$argv 1 end]
spawn ssh -F $WORK/password_config -p 2222 -o Ciphers=[lindex [split [lindex \$argv 0] ,] 0] -o MACs=[lindex [split [lindex \$argv 0] ,] 1] $NURSE@$HOST true
foreach password \$passwords {
    expect {
        "assword:" { send "\$password\r" }
        eof { exit }
    }
}
expect eof
END
    capture clients
    for cipher in chacha20-poly1305@openssh.com,umac-64-etm@openssh.com aes256-gcm@openssh.com,hmac-sha2-256 aes128-ctr,hmac-sha2-256-etm@openssh.com aes128-cbc,hmac-sha1; do
        must client expect "$WORK/login.exp" "$cipher" "$WRONG" "$WRONG" "$SECRET"
    done
    run client expect "$WORK/login.exp" aes256-ctr,hmac-sha2-512 "$WRONG" "$WRONG" "$WRONG"
    must client ssh -F "$WORK/ssh_config" "root@$HOST" true
    cat >"$WORK/shell.exp" <<END
set timeout 10
set send_human {.08 .2 1 .05 .4}
spawn ssh -F $WORK/ssh_config -tt root@$HOST "env -i PS1=ward\\$ TERM=xterm bash --norc --noprofile"
expect "ward\\$"
send -h "uname -a; exit\r"
expect eof
END
    must client expect "$WORK/shell.exp"
    no_account
    contains "tcp.flags == 0x002 && tcp.dstport == 2222" -eq 5
    finish
}

postfix_server() {
    mkdir -p "$WORK/postfix/etc" "$WORK/postfix/data" "$WORK/postfix/spool"
    chown postfix "$WORK/postfix/data"
    cp /etc/postfix/master.cf "$WORK/postfix/etc/"
    sed -i 's/^\(smtp *inet .*\)y  /\1n  /; s/  y  /  n  /' "$WORK/postfix/etc/master.cf"
    cat >"$WORK/postfix/etc/main.cf" <<END
compatibility_level = 3.6
queue_directory = $WORK/postfix/spool
data_directory = $WORK/postfix/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = $MAIL
inet_protocols = ipv4
myhostname = mail.hospital.example
mydestination = mail.hospital.example
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
maillog_file = $WORK/postfix.log
maillog_file_prefixes = $WORK
local_transport = discard
smtpd_tls_cert_file = $WORK/cert.pem
smtpd_tls_key_file = $WORK/key.pem
smtpd_tls_security_level = may
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = $WORK/run/auth-postfix
smtpd_relay_restrictions = permit_mynetworks permit_sasl_authenticated reject_unauth_destination
END
    service mail postfix -c "$WORK/postfix/etc" start-fg
    answering mail $MAIL 25
}

record_benign_mail_logins() {
    begin benign-mail-logins benign "One user of a mail server: SMTP with a wrong and a right password and an attachment, SMTP behind STARTTLS, IMAP and POP3 with a wrong and a right password, IMAP and POP3 behind STARTTLS."
    programs postfix dovecot-imapd dovecot-pop3d swaks curl
    hospital clients servers
    host client clients $CLIENT
    host mail servers $MAIL
    mail_server
    postfix_server
    make_bytes "$WORK/list.bin" 5000
    capture clients
    local to=(--to ward@mail.hospital.example --from "$NURSE@hospital.example" --server $MAIL --helo pc21.hospital.example --timeout 10)
    run client swaks "${to[@]}" --auth PLAIN --auth-user "$NURSE" --auth-password "$WRONG"
    must client swaks "${to[@]}" --auth LOGIN --auth-user "$NURSE" --auth-password "$SECRET" --header "Subject: rota" --attach "@$WORK/list.bin"
    must client swaks "${to[@]}" --auth CRAM-MD5 --auth-user "$NURSE" --auth-password "$SECRET" --header "Subject: rota 2"
    printf 'Subject: sealed\n\nsealed\n' >"$WORK/sealed.txt"
    must client curl -sk --max-time 10 --ssl-reqd -u "$NURSE:$SECRET" --mail-from "$NURSE@hospital.example" --mail-rcpt ward@mail.hospital.example -T "$WORK/sealed.txt" "smtp://$MAIL/pc21.hospital.example"
    run client curl -s --max-time 10 --login-options AUTH=PLAIN -u "$NURSE:$WRONG" "imap://$MAIL/INBOX"
    must client curl -s --max-time 10 --login-options AUTH=CRAM-MD5 -u "$NURSE:$SECRET" "imap://$MAIL/"
    must client curl -sk --max-time 10 --ssl-reqd -u "$NURSE:$SECRET" "imap://$MAIL/"
    cat >"$WORK/read.py" <<'END'
import imaplib, poplib, sys
host, user, *passwords = sys.argv[1:]
imap = imaplib.IMAP4(host)
for password in passwords:
    try:
        imap.login(user, password)
    except imaplib.IMAP4.error:
        pass
imap.select()
imap.logout()
for password in passwords:
    pop3 = poplib.POP3(host)
    try:
        pop3.user(user)
        pop3.pass_(password)
        pop3.stat()
    except poplib.error_proto:
        pass
    pop3.quit()
END
    must client "$PYTHON" "$WORK/read.py" $MAIL "$NURSE" "$WRONG" "$SECRET"
    must client curl -s --max-time 10 --login-options AUTH=PLAIN -u "$NURSE:$SECRET" "pop3://$MAIL/"
    must client curl -sk --max-time 10 --ssl-reqd -u "$NURSE:$SECRET" "pop3://$MAIL/"
    contains "smtp.response.code == 535" -ge 1
    contains "smtp.response.code == 235" -ge 2
    contains "tcp.dstport == 143 && tcp.flags == 0x002" -eq 4
    contains "tcp.dstport == 110 && tcp.flags == 0x002" -eq 4
    finish
}

record_benign_telnet_logins() {
    begin benign-telnet-logins benign "One user of a Telnet server: two wrong passwords, then the right one, a command, and out."
    programs inetutils-telnetd inetutils-telnet expect
    hospital clients servers
    host client clients $CLIENT
    host server servers $HOST
    account
    telnet_server
    cat >"$WORK/telnet.exp" <<END
set timeout 20
spawn telnet $HOST
foreach password {$WRONG $WRONG $SECRET} {
    expect "ogin: "
    sleep 0.2
    send "$NURSE\r"
    expect "assword: "
    sleep 0.2
    send "\$password\r"
}
expect "\\$ "
send "id\r"
expect "\\$ "
send "exit\r"
expect eof
END
    capture clients
    must client expect "$WORK/telnet.exp"
    no_account
    contains "telnet" -ge 20
    finish
}

# inetd: a program that starts another for each connection: inetd.py ADDRESS PORT PROGRAM [ARGUMENT...]
inetd() {
    cat >"$WORK/inetd.py" <<'END'
import socket, subprocess, sys
listener = socket.create_server((sys.argv[1], int(sys.argv[2])))
while True:
    peer, _ = listener.accept()
    subprocess.Popen(sys.argv[3:], stdin=peer, stdout=peer, stderr=peer)
    peer.close()
END
}

record_benign_rlogin() {
    begin benign-rlogin benign "An old server with the remote services of BSD: a user logs in with rlogin, wrong once, then right; a host that the server trusts runs a command with rsh; another user's command is refused."
    programs rsh-redone-server rsh-redone-client expect
    hospital clients servers
    host client clients $CLIENT
    host server servers $HOST
    account
    inetd
    service server "$PYTHON" "$WORK/inetd.py" $HOST 513 /usr/sbin/in.rlogind
    service server "$PYTHON" "$WORK/inetd.py" $HOST 514 /usr/sbin/in.rshd
    answering server $HOST 513
    answering server $HOST 514
    echo "$CLIENT client" >>"/etc/netns/$LAB-server/hosts"
    cat >"$WORK/rlogin.exp" <<END
set timeout 20
foreach password {$WRONG $SECRET} {
    spawn rsh-redone-rlogin -l $NURSE $HOST
    expect "assword: "
    sleep 0.2
    send "\$password\r"
    expect {
        "failure" { expect eof }
        "\\$ " { send "id\r"; expect "uid="; expect "\\$ "; send "exit\r"; expect eof }
    }
}
END
    capture clients
    must client expect "$WORK/rlogin.exp"
    echo "client root" >"/home/$NURSE/.rhosts"
    chown "$NURSE" "/home/$NURSE/.rhosts"
    chmod 600 "/home/$NURSE/.rhosts"
    must client expect -c "spawn rsh-redone-rlogin -l $NURSE $HOST; expect {\\$ }; send id\\r; expect uid=; send exit\\r; expect eof"
    must client rsh-redone-rsh -l "$NURSE" $HOST uname -s
    run client rsh-redone-rsh -l nobody $HOST uname -s
    no_account
    contains "rlogin" -ge 10
    contains "rsh" -ge 4
    finish
}

record_benign_rexec() {
    begin benign-rexec benign "An old server that runs commands for whoever knows a password: two commands by rexec, each with a channel of its own for errors, and two logins with a mistyped password, with and without such a channel, which the server ends without a word."
    note "The server is in.rexecd of Debian's package rsh-server, which cannot be installed beside rsh-redone-server and is unpacked instead; the client is the C library's rexec(3)."
    hospital clients servers
    host client clients $CLIENT
    host server servers $HOST
    account
    (cd "$WORK" && apt-get download -qq rsh-server 2>>"$WORK/output" && dpkg-deb -x rsh-server_*.deb rexecd) || fail "$CASE: no package rsh-server"
    inetd
    service server "$PYTHON" "$WORK/inetd.py" $HOST 512 "$WORK/rexecd/usr/sbin/in.rexecd"
    answering server $HOST 512
    echo "$CLIENT client" >>"/etc/netns/$LAB-server/hosts"
    capture clients
    must client "$PYTHON" "$RECORD_DIR/rexec.py" $HOST $NURSE $SECRET "uname -s"
    run client "$PYTHON" "$RECORD_DIR/rexec.py" $HOST $NURSE $WRONG "uname -s"
    run client "$PYTHON" "$RECORD_DIR/rexec.py" $HOST $NURSE $WRONG "uname -s" one
    must client "$PYTHON" "$RECORD_DIR/rexec.py" $HOST $NURSE $SECRET "ls /nowhere; echo done"
    no_account
    contains "tcp.port == 512 && tcp.len > 0" -ge 6
    finish
}

main "$@"
