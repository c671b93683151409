# shellcheck shell=bash
# Real servers that several recordings use: nginx, OpenSSH and Samba, each with its files in the case's work folder.

# web_pages DIRECTORY: one page with a style sheet, a script and 36 pictures, and six pages behind it.
web_pages() {
    local i
    mkdir -p "$1/img"
    {
        echo '<html><head><title>Ward planner</title><link rel="stylesheet" href="/style.css"><script src="/app.js"></script></head><body>'
        for ((i = 1; i <= 36; i++)); do
            echo "<img src=\"/img/$i.png\">"
            make_bytes "$1/img/$i.png" $((300 + i * 17))
        done
        for ((i = 1; i <= 6; i++)); do
            echo "<a href=\"/page$i.html\">page $i</a>"
            echo "<html><body>page $i</body></html>" >"$1/page$i.html"
        done
        echo '</body></html>'
    } >"$1/index.html"
    echo 'body { margin: 1em }' >"$1/style.css"
    echo 'console.log("ready")' >"$1/app.js"
    chmod -R a+rX "$1"
}

# nginx_on HOST ADDRESS: pages over HTTP and HTTPS.
nginx_on() {
    programs nginx-light
    web_pages "$WORK/www"
    openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=intranet.hospital.example \
        -addext subjectAltName=DNS:intranet.hospital.example -keyout "$WORK/key.pem" -out "$WORK/cert.pem" 2>/dev/null
    cat >"$WORK/nginx.conf" <<END
user root;
worker_processes 1;
daemon off;
pid $WORK/nginx.pid;
error_log $WORK/nginx.log;
events { worker_connections 256; }
http {
    access_log off;
    types { text/html html; text/css css; image/png png; application/javascript js; }
    server {
        listen $2:80;
        listen $2:443 ssl;
        ssl_certificate $WORK/cert.pem;
        ssl_certificate_key $WORK/key.pem;
        root $WORK/www;
    }
}
END
    service "$1" nginx -c "$WORK/nginx.conf"
    answering "$1" "${2//[\[\]]/}" 80
}

# sshd_on HOST ADDRESS...: key logins for root with a key of this case's own.
sshd_on() {
    local name=$1 address
    shift
    programs openssh-server openssh-client
    mkdir -p /run/sshd
    ssh-keygen -q -t ed25519 -N '' -f "$WORK/host_key"
    ssh-keygen -q -t ed25519 -N '' -f "$WORK/user_key"
    cp "$WORK/user_key.pub" "$WORK/authorized_keys"
    for address in "$@"; do
        echo "$address $(cut -d ' ' -f 1-2 "$WORK/host_key.pub")" >>"$WORK/known_hosts"
        echo "ListenAddress $address" >>"$WORK/sshd_config"
    done
    cat >>"$WORK/sshd_config" <<END
HostKey $WORK/host_key
AuthorizedKeysFile $WORK/authorized_keys
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
PasswordAuthentication no
PidFile none
Subsystem sftp internal-sftp
END
    cat >"$WORK/ssh_config" <<END
Host *
    IdentityFile $WORK/user_key
    IdentitiesOnly yes
    UserKnownHostsFile $WORK/known_hosts
    StrictHostKeyChecking accept-new
    BatchMode yes
END
    service "$name" /usr/sbin/sshd -D -f "$WORK/sshd_config"
    answering "$name" "${!#}" 22
}

# smbd_on HOST ADDRESS...: Samba without NetBIOS, with one share that guests may write to.
smbd_on() {
    local name=$1 home=$WORK/smb-$1
    shift
    programs samba
    mkdir -p "$home/share"
    chmod 777 "$home/share"
    cat >"$home/smb.conf" <<END
[global]
workgroup = WARD
server role = standalone server
security = user
map to guest = Bad User
guest account = root
interfaces = $*
bind interfaces only = yes
smb ports = 445
disable netbios = yes
load printers = no
printcap name = /dev/null
server min protocol = SMB2
private dir = $home
lock directory = $home
state directory = $home
cache directory = $home
pid directory = $home
ncalrpc dir = $home/ncalrpc
log file = $home/log
[ward]
path = $home/share
guest ok = yes
read only = no
END
    service "$name" smbd -F --no-process-group -s "$home/smb.conf"
    answering "$name" "${!#}" 445
}

# windows_on HOST NAME ADDRESS: Samba as a Windows server shows itself: drive C and ADMIN$ shared for administrators, a share for
# everybody, an account administrator ($LOCAL_PASSWORD) and an account nurse. Samba makes no services and has no scheduler.
LOCAL_PASSWORD=Local-Admin-7
windows_on() {
    local name=$1 netbios=$2 address=$3 home=$WORK/smb-$1 account
    programs samba smbclient
    mkdir -p "$home/c/Windows/Temp" "$home/c/Windows/System32" "$home/share" "$home/ncalrpc"
    chmod -R 777 "$home/c" "$home/share"
    echo 'root = administrator' >"$home/users"
    cat >"$home/smb.conf" <<END
[global]
workgroup = WARD
netbios name = $netbios
server role = standalone server
server max protocol = ${WINDOWS_PROTOCOL:-SMB2_10}
server min protocol = ${WINDOWS_OLDEST:-SMB2}
username map = $home/users
interfaces = $address
bind interfaces only = yes
smb ports = 445
disable netbios = yes
load printers = no
printcap name = /dev/null
private dir = $home
lock directory = $home
state directory = $home
cache directory = $home
pid directory = $home
ncalrpc dir = $home/ncalrpc
log file = $home/log
${WINDOWS_MORE:-}
[C\$]
path = $home/c
valid users = root
admin users = root
read only = no
[ADMIN\$]
path = $home/c/Windows
valid users = root
admin users = root
read only = no
[ward]
path = $home/share
read only = no
END
    for account in root:$LOCAL_PASSWORD nobody:$LOCAL_PASSWORD; do
        printf '%s\n%s\n' "${account#*:}" "${account#*:}" | smbpasswd -L -s -a -c "$home/smb.conf" "${account%:*}" >>"$WORK/output" 2>&1 \
            || fail "$CASE: no account ${account%:*} (see $WORK/output)"
    done
    service "$name" smbd -F --no-process-group -s "$home/smb.conf"
    answering "$name" "$address" 445
}
