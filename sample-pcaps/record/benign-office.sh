#!/bin/bash
# Ordinary work of an office: the web, names, shells, files. A sensor has to stay silent.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"

CLIENT=10.20.1.21
WEB=10.20.2.80
DNS=10.20.2.53
SSH=10.20.2.22

record_benign_web_http() {
    begin benign-web-http benign "A browser-like client fetches a page with 38 objects over HTTP, follows its links, asks for a page that is not there and fetches ten pictures at once over parallel connections."
    programs wget curl
    hospital clients servers
    host client clients $CLIENT
    host web servers $WEB
    nginx_on web $WEB
    capture clients
    must client wget -q -r -l 2 -p -P "$WORK/got" -U Mozilla/5.0 http://$WEB/
    run client wget -q -O /dev/null http://$WEB/not-there.html
    must client curl -s --parallel --parallel-max 6 -o /dev/null "http://$WEB/img/[1-10].png"
    contains "http.request.method == GET" -ge 55
    contains "http.response.code == 404" -ge 1
    finish
}

record_benign_web_images() {
    begin benign-web-images benign "A viewing station fetches the two series of an examination from a web server, each a file of some hundred kilobytes over one connection."
    programs curl
    hospital clients servers
    host client clients $CLIENT
    host web servers $WEB
    nginx_on web $WEB
    make_bytes "$WORK/www/series1.dcm" 250000
    make_bytes "$WORK/www/series2.dcm" 150000
    capture clients
    must client curl -s -o /dev/null -o /dev/null http://$WEB/series1.dcm http://$WEB/series2.dcm
    contains "http.request.method == GET" -eq 2
    finish
}

record_benign_web_https() {
    begin benign-web-https benign "A client fetches the same page over HTTPS: six requests over TLS 1.3 connections, two over TLS 1.2 and three with HTTP/1.0 and a connection each."
    programs wget curl
    hospital clients servers
    host client clients $CLIENT
    host web servers $WEB
    nginx_on web $WEB
    capture clients
    must client curl -s --cacert "$WORK/cert.pem" --resolve intranet.hospital.example:443:$WEB -o /dev/null "https://intranet.hospital.example/page[1-6].html"
    must client curl -s --tls-max 1.2 --cacert "$WORK/cert.pem" --resolve intranet.hospital.example:443:$WEB -o /dev/null "https://intranet.hospital.example/img/[1-2].png"
    for page in 1 2 3; do
        must client curl -s -0 --cacert "$WORK/cert.pem" --resolve intranet.hospital.example:443:$WEB -o /dev/null "https://intranet.hospital.example/page$page.html"
    done
    contains "tls.handshake.type == 1" -ge 5
    contains "tls.handshake.extensions_server_name == \"intranet.hospital.example\"" -ge 5
    finish
}

record_benign_dns() {
    begin benign-dns benign "Five workstations look names up at the hospital's resolver: A, AAAA, MX, TXT, SRV and PTR records, twenty names that do not exist, and one large answer that comes over TCP after a truncated one."
    programs dnsmasq-base bind9-dnsutils
    hospital clients servers
    host client clients 10.20.1.21
    more_addresses client 10.20.1.22-25
    host dns servers $DNS
    {
        echo "no-resolv
no-hosts
listen-address=$DNS
bind-interfaces
user=root
local=/hospital.example/
local=/in-addr.arpa/
edns-packet-max=1232
mx-host=hospital.example,mail.hospital.example,10
srv-host=_ldap._tcp.hospital.example,dc1.hospital.example,389"
        for i in {1..40}; do
            echo "host-record=pc$i.hospital.example,10.20.1.$((i + 20))"
        done
        for name in pacs ris his mail dc1 intranet ntp print; do
            echo "host-record=$name.hospital.example,10.20.2.$((${#name} * 7 + 20)),fd20:2::${#name}"
        done
        for i in {1..12}; do
            echo "txt-record=long.hospital.example,\"$(printf 'rota %02d %0150d' "$i" 0)\""
        done
        echo 'txt-record=hospital.example,"v=spf1 -all"'
    } >"$WORK/dnsmasq.conf"
    service dns dnsmasq -k -C "$WORK/dnsmasq.conf" -x "$WORK/dnsmasq.pid"
    answering dns $DNS 53
    capture clients
    for i in 21 22 23 24 25; do
        for name in pacs ris his mail dc1 intranet; do
            must client dig -b 10.20.1.$i +short @$DNS $name.hospital.example A
            must client dig -b 10.20.1.$i +short @$DNS $name.hospital.example AAAA
        done
        must client dig -b 10.20.1.$i +short @$DNS hospital.example MX
        must client dig -b 10.20.1.$i +short @$DNS -x 10.20.1.$i
        for name in wpad isatap printer-old nosuchhost; do
            must client dig -b 10.20.1.$i +short @$DNS $name.hospital.example A
        done
    done
    must client dig +short @$DNS _ldap._tcp.hospital.example SRV
    must client dig +short @$DNS hospital.example TXT
    must client dig +short @$DNS long.hospital.example TXT
    contains "dns.flags.response == 0" -ge 90
    contains "dns.flags.rcode == 3" -eq 20
    contains "dns && tcp" -ge 2
    finish
}

record_benign_ssh() {
    begin benign-ssh benign "An administrator works on a server over SSH for half a minute: an interactive shell with typed commands and pauses, then two single commands."
    programs expect
    hospital clients servers
    host client clients $CLIENT
    host server servers $SSH
    sshd_on server $SSH
    capture clients
    cat >"$WORK/session.exp" <<END
set timeout 10
set send_human {.08 .2 1 .05 .6}
spawn ssh -F $WORK/ssh_config -tt root@$SSH "env -i PS1=ward\\$ TERM=xterm bash --norc --noprofile"
expect "ward\\$"
foreach line {"uname -a" "ls /usr" "df -h /" "cat /etc/debian_version" "ps | head" "true"} {
    send -h "\$line\r"
    expect "ward\\$"
    sleep 2
}
send -h "exit\r"
expect eof
END
    must client expect "$WORK/session.exp"
    must client ssh -F "$WORK/ssh_config" root@$SSH uptime
    must client ssh -F "$WORK/ssh_config" root@$SSH ls /usr
    contains "tcp.flags == 0x002 && tcp.dstport == 22" -eq 3
    contains "ssh.protocol" -eq 6
    finish
}

record_benign_web_many_hosts() {
    begin benign-web-many-hosts benign "A modern web page: a browser-like client fetches one object from each of 60 addresses outside over HTTP, six at a time; eight of them never answer and two refuse, spread among the others."
    programs nginx-light curl
    hospital clients outside
    host client clients $CLIENT
    host internet outside 203.0.113.10
    more_addresses internet 203.0.113.11-69
    nginx_on internet 0.0.0.0
    for i in 14 21 28 35 42 49 56 63; do
        silent internet "203.0.113.$i"
    done
    for i in 18 46; do
        in_host internet iptables-legacy -w -A INPUT -d 203.0.113.$i -p tcp -j REJECT --reject-with tcp-reset
    done
    capture clients
    run client curl -s --connect-timeout 3 --parallel --parallel-max 6 -o /dev/null "http://203.0.113.[10-69]/img/2.png"
    contains "http.response.code == 200" -eq 50
    contains "tcp.flags == 0x002" -ge 60
    near_miss scan.address_sweep
    finish
}

record_benign_smb_copy() {
    begin benign-smb-copy benign "A workstation copies files to and from a share with smbclient: it lists the folder, writes three files, reads two, renames one and deletes one; a second workstation reads one with SMB 2.1."
    programs smbclient
    hospital clients servers
    host client clients $CLIENT
    host second clients 10.20.1.22
    host files servers 10.20.2.45
    smbd_on files 10.20.2.45
    for i in 1 2 3; do
        make_bytes "$WORK/report$i.pdf" $((i * 7000))
    done
    capture clients
    must client smbclient -N -m SMB3 //10.20.2.45/ward -c "lcd $WORK; ls; put report1.pdf; put report2.pdf; put report3.pdf; mkdir old; ls; get report2.pdf got2.pdf; get report3.pdf got3.pdf; rename report1.pdf old.pdf; del report2.pdf; ls"
    must second smbclient -N -m SMB2 //10.20.2.45/ward -c "lcd $WORK; get old.pdf got1.pdf"
    cmp -s "$WORK/report1.pdf" "$WORK/got1.pdf" || fail "the copy differs"
    contains "tcp.flags == 0x002 && tcp.dstport == 445" -eq 2
    contains "smb2" -ge 40
    finish
}

record_benign_scp() {
    begin benign-scp benign "A file is copied to a server with scp and back with sftp."
    hospital clients servers
    host client clients $CLIENT
    host server servers $SSH
    sshd_on server $SSH
    make_bytes "$WORK/data.bin" 30000
    capture clients
    must client scp -q -F "$WORK/ssh_config" "$WORK/data.bin" "root@$SSH:$WORK/copy.bin"
    must client sftp -q -F "$WORK/ssh_config" "root@$SSH:$WORK/copy.bin" "$WORK/back.bin"
    cmp -s "$WORK/data.bin" "$WORK/back.bin" || fail "the copy differs"
    contains "tcp.flags == 0x002 && tcp.dstport == 22" -eq 2
    finish
}

record_benign_ftp() {
    begin benign-ftp benign "A client fetches 25 files from an FTP server in passive mode: 25 data connections to 25 high ports of one server within two seconds, all announced and all answered."
    programs vsftpd curl
    hospital clients servers
    host client clients $CLIENT
    host server servers 10.20.2.21
    mkdir -p "$WORK/ftp"
    for i in {1..25}; do
        make_bytes "$WORK/ftp/list$i.csv" $((100 * i))
    done
    chmod -R a+rX "$WORK/ftp"
    cat >"$WORK/vsftpd.conf" <<END
listen=YES
listen_address=10.20.2.21
background=NO
anonymous_enable=YES
no_anon_password=YES
anon_root=$WORK/ftp
secure_chroot_dir=$WORK/ftp
local_enable=NO
seccomp_sandbox=NO
isolate_network=NO
pasv_min_port=40000
pasv_max_port=45000
END
    service server vsftpd "$WORK/vsftpd.conf"
    answering server 10.20.2.21 21
    capture clients
    must client curl -s -o /dev/null "ftp://10.20.2.21/list[1-25].csv"
    contains "tcp.flags == 0x002 && tcp.dstport >= 40000" -eq 25
    contains "ftp.response.code == 226" -eq 25
    near_miss scan.port_scan
    finish
}

record_benign_mail() {
    begin benign-mail benign "Three workstations hand mail to the hospital's mail server over SMTP."
    programs swaks python3-aiosmtpd
    hospital clients servers
    host client clients $CLIENT
    more_addresses client 10.20.1.22-23
    host mail servers 10.20.2.25
    service mail $PYTHON -m aiosmtpd -n -l 10.20.2.25:25
    answering mail 10.20.2.25 25
    capture clients
    for i in 21 22 23; do
        must client swaks --silent -li 10.20.1.$i --server 10.20.2.25 --helo pc$i.hospital.example --from pc$i@hospital.example --to ward@hospital.example --header "Subject: rota $i" --body "The rota of next week."
    done
    contains "smtp.req.command == \"MAIL\"" -eq 3
    contains "smtp.response.code == 250" -ge 9
    finish
}

record_benign_ipv6_web() {
    begin benign-ipv6-web benign "A client fetches a page with its objects over IPv6; neighbours are found by ICMPv6."
    programs wget
    segment clients fd20:1::1
    segment servers fd20:2::1
    host client clients fd20:1::21
    host web servers fd20:2::80
    nginx_on web "[fd20:2::80]"
    capture clients
    must client wget -q -r -l 1 -p -P "$WORK/got" -U Mozilla/5.0 "http://[fd20:2::80]/"
    contains "ipv6 && http.response.code == 200" -ge 40
    contains "icmpv6.type == 135" -ge 1
    finish
}

record_benign_peer_to_peer() {
    begin benign-peer-to-peer benign "A BitTorrent client learns 40 peers on odd high ports from a tracker and connects to all of them: 20 answer and give it a file of 96 KB, ten refuse and ten stay silent. The classic false alarm for a scan."
    programs aria2 nginx-light
    hospital clients outside
    host client clients $CLIENT
    host peers outside 203.0.113.10
    more_addresses peers 203.0.113.11-49
    mkdir "$WORK/seed" "$WORK/leech"
    make_bytes "$WORK/seed/atlas.bin" 98304
    $PYTHON "$RECORD_DIR/torrent.py" "$WORK/seed/atlas.bin" http://203.0.113.10/announce "$WORK/atlas.torrent"
    nginx_on peers 203.0.113.10
    cp "$WORK/announce" "$WORK/www/announce"
    # Four programs on ports of their own seed for 20 addresses.
    for port in 51413 49160 36881 28113; do
        service peers aria2c -q -d "$WORK/seed" --seed-ratio=0 -V --listen-port=$port --enable-dht=false --enable-dht6=false \
            --bt-enable-lpd=false --enable-peer-exchange=false --bt-tracker=http://203.0.113.10/none --bt-exclude-tracker=http://203.0.113.10/announce "$WORK/atlas.torrent"
        answering peers 203.0.113.10 $port
    done
    for i in {40..49}; do
        silent peers "203.0.113.$i"
    done
    capture clients
    LIMIT=40 run client aria2c -d "$WORK/leech" --seed-time=0 --enable-dht=false --enable-dht6=false --bt-enable-lpd=false \
        --enable-peer-exchange=false --bt-max-peers=60 --max-upload-limit=1K --max-download-limit=8K "$WORK/atlas.torrent"
    cmp -s "$WORK/seed/atlas.bin" "$WORK/leech/atlas.bin" || fail "the file did not arrive (see $WORK/output)"
    contains "ip.src == $CLIENT && tcp.flags == 0x002" -ge 40
    contains "ip.dst == $CLIENT && tcp.flags == 0x012" -ge 15
    contains "ip.dst == $CLIENT && tcp.flags == 0x014" -ge 5
    near_miss scan.sequential_test
    finish
}

main "$@"
