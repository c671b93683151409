#!/bin/bash
# Programs and documents on their way: shares, FTP, mail, the web. What travels is written down with its digest.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"

CLIENT=10.20.1.21

# program FILE SIZE: begins like a program of Windows, and is none.
program() {
    make_bytes "$1" "$2"
    printf 'MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0' | dd of="$1" conv=notrunc status=none
}

record_benign_smb_program() {
    begin benign-smb-program benign "An administrator copies a program to a workstation's share over SMB 2.1, and fetches another from there."
    programs smbclient
    hospital clients servers
    host admin servers 10.20.2.90
    host desk clients $CLIENT
    smbd_on desk $CLIENT
    program "$WORK/viewer.exe" 40000
    program "$WORK/smb-desk/share/report.exe" 25000
    capture clients
    cd "$WORK"
    must admin smbclient -N -m SMB2_10 --option='client max protocol=SMB2_10' //$CLIENT/ward -c 'put viewer.exe; get report.exe'
    carries SMB "$WORK/viewer.exe" "$WORK/report.exe"
    contains "smb2.cmd == 9 && smb2.flags.response == 0" -ge 1
    contains "smb2.cmd == 8 && smb2.flags.response == 0" -ge 1
    finish
}

record_benign_ftp_program() {
    begin benign-ftp-program benign "An engineer uploads the new firmware of a device to an FTP server and fetches the tool that installs it."
    programs vsftpd curl
    hospital clients servers
    host engineer clients $CLIENT
    host server servers 10.20.2.21
    mkdir -p "$WORK/ftp/in"
    program "$WORK/ftp/installer.exe" 30000
    program "$WORK/firmware.bin" 20000
    chmod -R a+rX "$WORK/ftp"
    chmod 777 "$WORK/ftp/in"
    cat >"$WORK/vsftpd.conf" <<END
listen=YES
listen_address=10.20.2.21
background=NO
anonymous_enable=YES
no_anon_password=YES
anon_root=$WORK/ftp
anon_upload_enable=YES
write_enable=YES
secure_chroot_dir=$WORK/ftp
local_enable=NO
seccomp_sandbox=NO
isolate_network=NO
END
    service server vsftpd "$WORK/vsftpd.conf"
    answering server 10.20.2.21 21
    capture clients
    must engineer curl -s -T "$WORK/firmware.bin" ftp://10.20.2.21/in/
    must engineer curl -s -o /dev/null ftp://10.20.2.21/installer.exe
    carries FTP_DATA "$WORK/firmware.bin" "$WORK/ftp/installer.exe"
    contains "ftp.response.code == 226" -eq 2
    finish
}

record_benign_mail_attachment() {
    begin benign-mail-attachment benign "A ward sends its rota as a PDF and a program for the label printer, both attached to one mail."
    programs swaks python3-aiosmtpd
    hospital clients servers
    host client clients $CLIENT
    host mail servers 10.20.2.25
    service mail "$PYTHON" -m aiosmtpd -n -l 10.20.2.25:25
    answering mail 10.20.2.25 25
    { printf '%%PDF-1.4\n' && make_bytes "$WORK/pdf" 9000 && cat "$WORK/pdf"; } >"$WORK/rota.pdf"
    program "$WORK/labels.exe" 15000
    capture clients
    must client swaks --silent --server 10.20.2.25 --helo pc21.hospital.example --from ward7@hospital.example --to print@hospital.example --header "Subject: rota" --body "The rota, and the program." --attach-type application/pdf --attach "@$WORK/rota.pdf" --attach-type application/octet-stream --attach "@$WORK/labels.exe"
    carries SMTP "$WORK/rota.pdf" "$WORK/labels.exe"
    contains "smtp.req.command == \"DATA\"" -eq 1
    finish
}

record_benign_web_basic() {
    begin benign-web-basic benign "A nurse opens a page that nginx guards by Basic authentication: without a password, with a wrong one twice, and then with the right one."
    programs curl apache2-utils
    hospital clients servers
    host client clients $CLIENT
    host web servers 10.20.2.80
    htpasswd -bc "$WORK/users" nurse Spring-2025 2>/dev/null
    nginx_on web 10.20.2.80
    chmod a+r "$WORK/users"
    sed -i "s|root $WORK/www;|&\n        location /rota/ { auth_basic \"Ward planner\"; auth_basic_user_file $WORK/users; }|" "$WORK/nginx.conf"
    mkdir "$WORK/www/rota"
    echo '<html><body>the rota of the week</body></html>' >"$WORK/www/rota/index.html"
    chmod -R a+rX "$WORK/www"
    kill -HUP "$(cat "$WORK/nginx.pid")"
    sleep 1
    capture clients
    run client curl -s -o /dev/null http://10.20.2.80/rota/
    run client curl -s -o /dev/null -u nurse:Spring-2024 http://10.20.2.80/rota/
    run client curl -s -o /dev/null -u nurse:spring-2025 http://10.20.2.80/rota/
    must client curl -s -f -o /dev/null -u nurse:Spring-2025 http://10.20.2.80/rota/
    contains "http.response.code == 401" -eq 3
    contains "http.response.code == 200" -eq 1
    finish
}

record_benign_web_download() {
    begin benign-web-download benign "A workstation downloads a program of a quarter of a megabyte, breaks off, and fetches the rest by a range; then it fetches a page that comes compressed."
    programs curl
    hospital clients servers
    host client clients $CLIENT
    host web servers 10.20.2.80
    nginx_on web 10.20.2.80
    sed -i 's|access_log off;|& gzip on; gzip_min_length 1; gzip_types text/plain;|; s|types {|& text/plain txt;|' "$WORK/nginx.conf"
    program "$WORK/www/setup.exe" 250000
    program "$WORK/www/small.exe" 60000
    printf 'what is new in this version\n%.0s' {1..400} >"$WORK/www/news.txt"
    chmod -R a+rX "$WORK/www"
    kill -HUP "$(cat "$WORK/nginx.pid")"
    sleep 1
    in_host client sysctl -q -w net.ipv4.tcp_rmem="4096 16384 16384" # so that the server cannot send all before the client stops
    in_host web sysctl -q -w net.ipv4.tcp_wmem="4096 16384 16384"
    capture clients
    run client curl -s --limit-rate 50k -m 2 -o "$WORK/got.exe" http://10.20.2.80/setup.exe
    must client curl -s -C 150000 -o "$WORK/rest.exe" http://10.20.2.80/setup.exe
    must client curl -s -o /dev/null http://10.20.2.80/small.exe
    must client curl -s --compressed -o /dev/null http://10.20.2.80/news.txt
    carries HTTP "$WORK/www/small.exe" "$WORK/www/news.txt"
    contains "http.response.code == 206" -eq 1
    contains "http.content_encoding == \"gzip\"" -eq 1
    finish
}

# pushing: a server with software, and four workstations whose drive C is shared, one of which an administrator uses.
pushing() {
    programs smbclient samba-common-bin
    hospital clients servers
    host packages servers 10.20.2.150
    host admin clients 10.20.1.20
    for i in 31 32 33 34; do
        host "desk$i" clients 10.20.1.$i
        smbd_on "desk$i" 10.20.1.$i
        printf '[C$]\npath = %s\nguest ok = yes\nread only = no\n' "$WORK/smb-desk$i/share" >>"$WORK/smb-desk$i/smb.conf"
        in_host "desk$i" smbcontrol -s "$WORK/smb-desk$i/smb.conf" smbd reload-config >>"$WORK/services" 2>&1
    done
    program "$WORK/agent.exe" 12000
}

# push: the same program to all, and what runs it there; Samba refuses that.
push() {
    for i in 31 32 33 34; do
        must packages smbclient -N --option='client max protocol=SMB2_10' "//10.20.1.$i/C\$" -c 'put agent.exe'
        run packages net rpc service create agent Agent "C:\\agent.exe" -N -U % -S 10.20.1.$i --option='client max protocol=SMB2_10'
    done
}

record_benign_software_push() {
    begin benign-software-push benign "The software server writes a program of its own to drive C of four workstations and has each start it. Nobody wrote it to the server: it came with the system."
    pushing
    capture servers
    cd "$WORK"
    push
    near_miss lateral.file_spread
    carries SMB "$WORK/agent.exe"
    asks lateral.run_from_share
    contains "smb2.cmd == 9 && smb2.flags.response == 0" -ge 4
    finish
}

record_benign_software_push_declared() {
    begin benign-software-push-declared benign "An administrator puts a new program on the software server's share; the server writes it to drive C of four workstations and has each start it. Its role is declared."
    pushing
    smbd_on packages 10.20.2.150
    capture servers
    cd "$WORK"
    must admin smbclient -N --option='client max protocol=SMB2_10' //10.20.2.150/ward -c 'put agent.exe'
    push
    near_miss lateral.file_spread
    config "roles:"
    config "  - role: update-server"
    config "    addresses: [10.20.2.150]"
    config "    reason: Software distribution"
    config "    expires: 2099-12-31"
    carries SMB "$WORK/agent.exe"
    contains "smb2.cmd == 9 && smb2.flags.response == 0" -ge 5
    finish
}

main "$@"
