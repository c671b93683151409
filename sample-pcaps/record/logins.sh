# shellcheck shell=bash
# Where people log in: an account of this machine, FTP and mail servers. Users and passwords are made up here and exist on no other machine.

# shellcheck disable=SC2034  # for the scripts that source this file
FTP=10.20.2.21
MAIL=10.20.2.25
NURSE=nurse7
SECRET=ward-Secret-7

# account: a user of this machine for as long as the case lasts.
account() {
    userdel -f "$NURSE" 2>/dev/null || true
    rm -rf "/home/$NURSE"
    useradd -m -s /bin/bash "$NURSE"
    echo "$NURSE:$SECRET" | chpasswd
}

no_account() {
    userdel -f "$NURSE" 2>/dev/null || true
    rm -rf "/home/$NURSE"
}

ftp_server() {
    mkdir -p "$WORK/empty"
    cat >"$WORK/vsftpd.conf" <<END
listen=YES
listen_address=$FTP
background=NO
anonymous_enable=YES
local_enable=YES
write_enable=YES
seccomp_sandbox=NO
pam_service_name=vsftpd
secure_chroot_dir=$WORK/empty
pasv_min_port=41000
pasv_max_port=41040
connect_from_port_20=YES
max_login_fails=6
delay_failed_login=0
xferlog_enable=NO
END
    service server vsftpd "$WORK/vsftpd.conf"
    answering server $FTP 21
}

mail_server() {
    mkdir -p "$WORK/dovecot" "$WORK/empty"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj /CN=mail.hospital.example \
        -keyout "$WORK/key.pem" -out "$WORK/cert.pem" 2>/dev/null
    echo "$NURSE:{PLAIN}$SECRET:$(id -u nobody):$(id -g nobody)::$WORK/dovecot::" >"$WORK/users"
    chmod 755 "$WORK" "$WORK/dovecot"
    chown nobody "$WORK/dovecot"
    cat >"$WORK/dovecot.conf" <<END
protocols = imap pop3
listen = $MAIL
base_dir = $WORK/run
log_path = $WORK/dovecot.log
ssl = yes
ssl_cert = <$WORK/cert.pem
ssl_key = <$WORK/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login cram-md5
auth_failure_delay = 0
default_internal_user = dovecot
default_login_user = dovenull
first_valid_uid = 1
mail_location = mbox:$WORK/dovecot/mail:INBOX=$WORK/dovecot/inbox
passdb {
  driver = passwd-file
  args = scheme=PLAIN $WORK/users
}
userdb {
  driver = passwd-file
  args = $WORK/users
}
service auth {
  unix_listener $WORK/run/auth-postfix {
    mode = 0666
  }
}
END
    service mail dovecot -F -c "$WORK/dovecot.conf"
    answering mail $MAIL 143
}

# A host `server` at $HOST.
telnet_server() {
    cat >"$WORK/inetd.py" <<'END'
import socket, subprocess, sys
listener = socket.create_server((sys.argv[1], 23))
while True:
    peer, _ = listener.accept()
    subprocess.Popen(sys.argv[2:], stdin=peer, stdout=peer, stderr=peer)
    peer.close()
END
    service server "$PYTHON" "$WORK/inetd.py" $HOST "$(command -v telnetd || echo /usr/sbin/telnetd)" -h
    answering server $HOST 23
}
