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

main "$@"
