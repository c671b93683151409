#!/bin/bash
# What keeps a network running: time, leases, polling, backups, discovery, and failures that are nobody's attack.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"

record_benign_ntp() {
    begin benign-ntp benign "Twelve hosts ask the hospital's time server for the time with ntpdate and chronyd; one asks a time server that does not exist."
    programs chrony ntpdate
    hospital clients servers
    host clients clients 10.20.1.20
    more_addresses clients 10.20.1.21-30
    host ntp servers 10.20.2.123
    printf 'local stratum 3\nallow 10.20.0.0/16\nbindaddress 10.20.2.123\ncmdport 0\npidfile %s\ndriftfile %s\n' "$WORK/chronyd.pid" "$WORK/drift" >"$WORK/chrony.conf"
    service ntp chronyd -x -d -u root -f "$WORK/chrony.conf"
    sleep 2
    capture clients
    for i in {20..30}; do
        in_host clients ip route replace default via 10.20.1.1 src "10.20.1.$i"
        run clients ntpdate -q -u -p 1 10.20.2.123
    done
    run clients chronyd -Q -x -u root -t 8 "server 10.20.2.123 iburst" "pidfile $WORK/client.pid"
    run clients ntpdate -q -u -p 1 10.20.2.124
    contains "ntp.flags.mode == 3" -ge 15
    contains "ntp.flags.mode == 4" -ge 14
    finish
}

record_benign_dhcp() {
    begin benign-dhcp benign "Eight workstations start: each gets an address from the hospital's DHCP server, looks for its gateway by ARP, resolves three names and asks for the time; two renew their lease and one gives it back."
    programs dnsmasq-base isc-dhcp-client bind9-dnsutils
    hospital clients
    host dhcp clients 10.20.1.2
    service dhcp dnsmasq -k -R -h -i eth0 -z -u root -x "$WORK/dnsmasq.pid" -C /dev/null -F 10.20.1.100,10.20.1.150,1h \
        -O 3,10.20.1.1 -s hospital.example -l "$WORK/leases" -A /hospital.example/10.20.2.80
    answering dhcp 10.20.1.2 53
    cat >"$WORK/script" <<'END'
#!/bin/sh
case $reason in
    BOUND | RENEW | REBIND) ip addr replace "$new_ip_address/24" dev "$interface"; ip route replace default via 10.20.1.1 ;;
    RELEASE) ip addr flush dev "$interface" ;;
esac
END
    chmod 755 "$WORK/script"
    capture clients
    for i in {1..8}; do
        netns_host "pc$i"
        HOST_ADDRESS[pc$i]="pc$i"
        plug "pc$i" eth0 clients "02:c4:00:00:00:0$i"
        must "pc$i" dhclient -4 -1 -v -cf /dev/null -sf "$WORK/script" -lf "$WORK/lease$i" -pf "$WORK/dhclient$i.pid" eth0
        run "pc$i" ping -n -c 1 10.20.1.1
        for name in dc1 wpad intranet; do
            run "pc$i" dig +short @10.20.1.2 $name.hospital.example
        done
    done
    for i in 1 2; do
        in_host "pc$i" bash -c "kill \$(cat '$WORK/dhclient$i.pid')" || true
        must "pc$i" dhclient -4 -1 -v -cf /dev/null -sf "$WORK/script" -lf "$WORK/lease$i" -pf "$WORK/dhclient$i.pid" eth0
    done
    run pc8 dhclient -4 -r -cf /dev/null -sf "$WORK/script" -lf "$WORK/lease8" -pf "$WORK/dhclient8.pid" eth0
    contains "dhcp.option.dhcp == 1" -ge 8
    contains "dhcp.option.dhcp == 5" -ge 10
    contains "dhcp.option.dhcp == 7" -eq 1
    near_miss scan.arp_sweep identity.dhcp_server
    finish
}

record_benign_dhcpv6() {
    begin benign-dhcpv6 benign "Three workstations get IPv6 addresses, name servers and a search domain from the hospital's DHCPv6 server; one gives its address back, one only asks for the name servers."
    programs dnsmasq-base isc-dhcp-client
    hospital clients
    host dhcp clients 2001:db8:10:1::2
    service dhcp dnsmasq -k -R -h -i eth0 -z -p 0 -u root -x "$WORK/dnsmasq.pid" -C /dev/null --enable-ra \
        -F 2001:db8:10:1::100,2001:db8:10:1::1ff,64,1h -O option6:dns-server,[2001:db8:10:1::53] \
        -O option6:domain-search,hospital.example -s hospital.example -l "$WORK/leases"
    sleep 1
    cat >"$WORK/script" <<'END'
#!/bin/sh
case $reason in
    BOUND6 | RENEW6 | REBIND6) ip -6 addr replace "$new_ip6_address/128" dev "$interface" nodad ;;
esac
END
    chmod 755 "$WORK/script"
    capture clients
    for i in {1..3}; do
        netns_host "pc$i"
        HOST_ADDRESS[pc$i]="pc$i"
        plug "pc$i" eth0 clients "02:c4:00:00:00:0$i"
        in_host "pc$i" sysctl -q -w net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.eth0.disable_ipv6=0 net.ipv6.conf.eth0.accept_ra=0
        sleep 3
        echo "send fqdn.fqdn \"WS-RADIO-$i.hospital.example.\"; send dhcp6.vendor-class 00:00:01:37:00:08:4d:53:46:54:20:35:2e:30;" >"$WORK/dhclient$i.conf"
        [[ $i == 3 ]] || must "pc$i" dhclient -6 -1 -v -D LL -cf "$WORK/dhclient$i.conf" -sf "$WORK/script" -lf "$WORK/lease$i" -pf "$WORK/dhclient$i.pid" eth0
    done
    run pc3 dhclient -6 -S -1 -v -D LL -cf "$WORK/dhclient3.conf" -sf "$WORK/script" -lf "$WORK/lease3" -pf "$WORK/dhclient3.pid" eth0
    run pc2 dhclient -6 -r -v -D LL -cf "$WORK/dhclient2.conf" -sf "$WORK/script" -lf "$WORK/lease2" -pf "$WORK/dhclient2.pid" eth0
    contains "dhcpv6.msgtype == 1" -ge 2
    contains "dhcpv6.msgtype == 7" -ge 4
    contains "dhcpv6.msgtype == 8" -ge 1
    finish
}

record_benign_ipv6_neighbors() {
    begin benign-ipv6-neighbors benign "A workstation pings 20 printers and monitors of its own network over IPv6, one after another; all answer but two that are switched off. Then it opens a page beyond the router."
    programs iputils-ping curl nginx-light
    segment clients 2001:db8:10:1::1
    segment servers 2001:db8:10:2::1
    host pc clients 2001:db8:10:1::21
    host devices clients 2001:db8:10:1::100
    host web servers 2001:db8:10:2::80
    for i in {1..17}; do
        ip -n "$LAB-devices" addr add "2001:db8:10:1::$((100 + i))/64" dev eth0 nodad
    done
    nginx_on web '[2001:db8:10:2::80]'
    sleep 2
    capture clients
    shell pc 'for i in {100..119}; do ping -6 -n -c 2 -i 0.3 -W 1 2001:db8:10:1::$i; done'
    must pc curl -s -o /dev/null -g 'http://[2001:db8:10:2::80]/page1.html'
    contains "icmpv6.type == 135 && ipv6.src == 2001:db8:10:1::21 && ipv6.dst == ff02::1:ff00:0/104" -ge 20
    contains "icmpv6.type == 129" -ge 30
    near_miss scan.neighbor_sweep
    finish
}

record_benign_missing_pictures() {
    begin benign-missing-pictures benign "After the intranet server was moved, 60 pictures of its pages are missing; three people open the page, and one reloads it."
    programs wget nginx-light
    hospital clients servers
    host pcs clients 10.20.1.21
    more_addresses pcs 10.20.1.22-23
    host web servers 10.20.2.80
    nginx_on web 10.20.2.80
    for i in {1..60}; do
        echo "<img src=\"/old/picture-$i.png\">"
    done >>"$WORK/www/page1.html"
    capture clients
    for i in 21 22 23 23; do
        run pcs wget -q -T 5 -t 1 -p -P "$WORK/got" --bind-address=10.20.1.$i http://10.20.2.80/page1.html
        sleep 1
    done
    contains "http.response.code == 404" -ge 200
    near_miss scan.content_discovery
    finish
}

record_benign_snmp_poll() {
    begin benign-snmp-poll benign "The monitoring server polls 12 devices with SNMP v2c three times: system and interface counters, and one walk; two devices are switched off and time out."
    programs snmp snmpd
    hospital servers devices
    host monitor servers 10.20.2.200
    host devices devices 10.20.30.20
    more_addresses devices 10.20.30.21-31
    printf 'rocommunity ward 10.20.2.0/24\nsysName device\nsysLocation ward 3\n' >"$WORK/snmpd.conf"
    agents=
    for i in {20..31}; do
        agents+=",udp:10.20.30.$i:161"
    done
    service devices snmpd -f -Lo -C -c "$WORK/snmpd.conf" -p "$WORK/snmpd.pid" "${agents#,}"
    silent devices 10.20.30.25
    silent devices 10.20.30.29
    sleep 2
    capture devices
    for i in {20..31} {20..31} {20..31}; do
        run monitor snmpget -v2c -c ward -t 1 -r 1 "10.20.30.$i" .1.3.6.1.2.1.1.3.0 .1.3.6.1.2.1.1.5.0 .1.3.6.1.2.1.2.2.1.10.1 .1.3.6.1.2.1.2.2.1.16.1
    done
    run monitor snmpwalk -v2c -c ward -t 1 -r 1 10.20.30.20 .1.3.6.1.2.1.1
    contains "snmp && ip.src == 10.20.2.200" -ge 60
    contains "snmp && ip.dst == 10.20.2.200" -ge 50
    finish
}

record_benign_backup() {
    begin benign-backup benign "The nightly backup: the backup server opens an SSH connection to each of four servers and pulls a folder with rsync."
    programs rsync
    hospital servers
    segment storage 10.20.3.1
    host backup storage 10.20.3.10
    host servers servers 10.20.2.10
    more_addresses servers 10.20.2.11-13
    sshd_on servers 10.20.2.{10..13}
    mkdir -p "$WORK/data/sub"
    for i in {1..12}; do
        make_bytes "$WORK/data/file$i" $((i * 500))
        make_bytes "$WORK/data/sub/file$i" $((i * 150))
    done
    capture storage
    for i in {10..13}; do
        must backup rsync -a -e "ssh -F $WORK/ssh_config" "root@10.20.2.$i:$WORK/data/" "$WORK/backup-$i/"
    done
    contains "tcp.flags == 0x002 && tcp.dstport == 22" -eq 4
    finish
}

record_benign_monitoring() {
    begin benign-monitoring benign "The monitoring server checks 200 hosts within a minute: a ping, and connections to three services. 195 hosts answer everything, five are switched off."
    programs fping netcat-openbsd
    hospital clients servers
    host monitor servers 10.20.2.200
    host hosts clients 10.20.1.10
    more_addresses hosts 10.20.1.11-209
    for i in 37 81 112 160 199; do
        in_host hosts ip addr del 10.20.1.$i/24 dev eth0
    done
    listen hosts "0.0.0.0:22=SSH-2.0-OpenSSH_9.2p1" 0.0.0.0:443 0.0.0.0:5666
    capture servers
    shell monitor "fping -q -c 1 -g 10.20.1.10 10.20.1.209; for i in {10..209}; do for port in 22 443 5666; do nc -z -w 1 10.20.1.\$i \$port & done; sleep 0.15; done; wait"
    contains "ip.src == 10.20.2.200 && tcp.flags == 0x002 && !icmp" -ge 595
    contains "ip.dst == 10.20.2.200 && tcp.flags == 0x012" -eq 585
    contains "ip.dst == 10.20.2.200 && icmp.type == 0" -eq 195
    near_miss scan.address_sweep scan.block_scan scan.service_probing
    finish
}

record_benign_printer_discovery() {
    begin benign-printer-discovery benign "A workstation looks for printers in every way at once: mDNS service browsing with Avahi, SSDP and WS-Discovery searches, an SNMP broadcast; a printer answers, and a job goes to its port 9100."
    programs avahi-daemon avahi-utils snmpd python3-scapy netcat-openbsd
    hospital clients
    host client clients 10.20.1.21
    host printer clients 10.20.1.9
    avahi_on client workstation
    avahi_on printer printer
    printf 'rocommunity public 10.20.1.0/24\nsysName printer\n' >"$WORK/snmpd.conf"
    service printer snmpd -f -Lo -C -c "$WORK/snmpd.conf" -p "$WORK/snmpd.pid" udp:161
    listen printer 0.0.0.0:9100 0.0.0.0:631
    capture clients
    service printer env DBUS_SYSTEM_BUS_ADDRESS="unix:path=$WORK/bus-printer" avahi-publish -s "Ward 3 printer" _ipp._tcp 631 "ty=Laser" "rp=ipp/print"
    sleep 3
    run client env DBUS_SYSTEM_BUS_ADDRESS="unix:path=$WORK/bus-client" avahi-browse -r -t _ipp._tcp
    run client $PYTHON "$RECORD_DIR/discover.py" 10.20.1.21 10.20.1.255
    must client bash -c "printf '%%!PS\nshowpage\n' | nc -N -w 2 10.20.1.9 9100"
    contains "mdns && dns.flags.response == 0" -ge 2
    contains "mdns && dns.flags.response == 1" -ge 2
    contains "udp.dstport == 1900" -ge 2
    contains "snmp" -ge 2
    grep -q 'Ward 3 printer' "$WORK/output" || grep -q 'Ward.*printer' "$WORK/output" || fail "Avahi found no printer (see $WORK/output)"
    finish
}

# avahi_on HOST NAME: a bus and an Avahi daemon of the host's own.
avahi_on() {
    cat >"$WORK/bus-$1.conf" <<END
<busconfig><type>system</type><listen>unix:path=$WORK/bus-$1</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow receive_sender="*"/><allow own="*"/><allow user="*"/></policy></busconfig>
END
    printf '[server]\nhost-name=%s\nuse-ipv4=yes\nuse-ipv6=no\nallow-interfaces=eth0\n[wide-area]\nenable-wide-area=no\n[publish]\npublish-hinfo=no\npublish-workstation=no\n[rlimits]\n' "$2" >"$WORK/avahi-$1.conf"
    service "$1" dbus-daemon --nofork --config-file="$WORK/bus-$1.conf"
    sleep 0.5
    mkdir -p /run/avahi-daemon
    service "$1" bash -c "mount -t tmpfs tmpfs /run/avahi-daemon && DBUS_SYSTEM_BUS_ADDRESS=unix:path=$WORK/bus-$1 exec avahi-daemon --no-drop-root --no-chroot --no-rlimits -f $WORK/avahi-$1.conf"
    sleep 2
}

record_benign_server_down() {
    begin benign-server-down benign "The intranet server is down for a while: 40 workstations try it again and again, first refused, then without any answer, and at the end it is back. Many sources fail on one port of one target."
    programs curl
    hospital clients servers
    host clients clients 10.20.1.20
    more_addresses clients 10.20.1.21-59
    host web servers 10.20.2.80
    capture servers
    shell clients "for i in {20..59}; do curl -s -m 2 --interface 10.20.1.\$i http://10.20.2.80/ & done; wait"
    silent web 10.20.2.80
    shell clients "for i in {20..59}; do curl -s -m 2 --interface 10.20.1.\$i http://10.20.2.80/ & done; wait"
    in_host web iptables-legacy -w -F INPUT
    nginx_on web 10.20.2.80
    shell clients "for i in {20..59}; do curl -s -m 2 -o /dev/null --interface 10.20.1.\$i http://10.20.2.80/page1.html & done; wait"
    contains "tcp.flags == 0x014 && ip.src == 10.20.2.80" -ge 40
    contains "tcp.flags == 0x002" -ge 120
    contains "http.response.code == 200" -eq 40
    near_miss scan.distributed_scan scan.syn_flood
    finish
}

record_benign_clients_retry() {
    begin benign-clients-retry benign "Twenty-four thin clients lost their broker: each tries the same four ports of it in the same order, all from one source port, as their firmware does. Nobody forged anything."
    programs netcat-openbsd
    hospital clients servers
    host clients clients 10.20.1.20
    more_addresses clients 10.20.1.21-43
    host broker servers 10.20.2.80
    capture servers
    shell clients "for port in 443 8443 4172 80; do for i in {20..43}; do nc -z -w 1 -s 10.20.1.\$i -p 40000 10.20.2.80 \$port & done; wait; sleep 0.2; done"
    contains "ip.dst == 10.20.2.80 && tcp.flags == 0x002" -eq 96
    contains "ip.src == 10.20.2.80 && tcp.flags == 0x014" -eq 96
    near_miss scan.decoy_scan scan.distributed_scan
    finish
}

record_benign_failover() {
    begin benign-failover benign "Two servers share an address by VRRP (keepalived, with their own hardware addresses). The first fails, the second announces the address and takes it over; later the first is back and takes it again. Then an administrator moves another address by hand and announces it with arping. A client works with both all the time."
    programs keepalived iputils-arping curl nginx-light
    hospital clients servers
    host client clients 10.20.1.21
    host first servers 10.20.2.11
    host second servers 10.20.2.12
    nginx_on first 0.0.0.0
    nginx_on second 0.0.0.0
    keepalived_on first 150
    keepalived_on second 100
    in_host first ip addr add 10.20.2.101/24 dev eth0
    sleep 5
    capture servers
    shell client "for i in {1..50}; do curl -s -m 1 -o /dev/null http://10.20.2.100/page1.html; curl -s -m 1 -o /dev/null http://10.20.2.101/page1.html; sleep 0.5; done" &
    local work=$!
    sleep 5
    must first ip link set eth0 down
    sleep 8
    must first ip link set eth0 up
    must first ip route add default via 10.20.2.1
    sleep 8
    must first ip addr del 10.20.2.101/24 dev eth0
    must second ip addr add 10.20.2.101/24 dev eth0
    run second arping -U -c 3 -I eth0 10.20.2.101
    wait $work
    contains "arp.src.proto_ipv4 == 10.20.2.100 && eth.src == $(mac_of 10.20.2.11)" -ge 2
    contains "arp.src.proto_ipv4 == 10.20.2.100 && eth.src == $(mac_of 10.20.2.12)" -ge 2
    contains "arp.src.proto_ipv4 == 10.20.2.101 && arp.opcode == 1 && eth.src == $(mac_of 10.20.2.12)" -ge 3
    contains "http.response.code == 200" -ge 60
    near_miss identity.arp_poisoning
    finish
}

# keepalived_on HOST PRIORITY: 10.20.2.100 by VRRP.
keepalived_on() {
    cat >"$WORK/keepalived-$1.conf" <<END
global_defs {
    router_id $1
}
vrrp_instance ward {
    state BACKUP
    interface eth0
    virtual_router_id 51
    priority $2
    advert_int 1
    virtual_ipaddress {
        10.20.2.100/24 dev eth0
    }
}
END
    service "$1" keepalived -n -P -f "$WORK/keepalived-$1.conf" -p "$WORK/keepalived-$1.pid" -r "$WORK/vrrp-$1.pid"
}

record_benign_traceroute() {
    begin benign-traceroute benign "An administrator traces the way to three addresses: UDP to ever higher ports of a server that answers, of one behind a firewall that does not, and with ICMP; the silent one draws 90 probes to 90 ports."
    programs traceroute
    hospital clients servers
    host client clients 10.20.1.21
    host server servers 10.20.2.10 10.20.2.11
    silent server 10.20.2.11
    capture clients
    run client traceroute -n -q 3 10.20.2.10
    run client traceroute -n -q 3 -w 1 -m 30 10.20.2.11
    run client traceroute -n -I 10.20.2.10
    contains "ip.src == 10.20.1.21 && udp && !icmp" -ge 90
    contains "icmp.type == 11" -ge 3
    near_miss scan.port_scan scan.os_fingerprinting
    finish
}

record_benign_dns_upstreams() {
    begin benign-dns-upstreams benign "The resolver forwards each question to 16 name servers outside at once and takes the first answer; six of them never answer."
    programs dnsmasq-base bind9-dnsutils
    hospital clients servers outside
    host client clients 10.20.1.21
    host dns servers 10.20.2.53
    host upstream outside 203.0.113.10
    more_addresses upstream 203.0.113.11-25
    for i in 11 14 15 18 22 25; do
        silent upstream 203.0.113.$i
    done
    service upstream dnsmasq -k -R -h -z -i eth0 -u root -x "$WORK/upstream.pid" -C /dev/null -A /example/198.51.100.7
    servers=()
    for i in {10..25}; do
        servers+=(-S "203.0.113.$i")
    done
    service dns dnsmasq -k -R -h -z -i eth0 -u root -x "$WORK/dnsmasq.pid" -C /dev/null --all-servers "${servers[@]}"
    answering upstream 203.0.113.10 53
    answering dns 10.20.2.53 53
    capture servers
    for name in www shop cdn mail update api; do
        must client dig +short @10.20.2.53 $name.vendor.example
    done
    contains "dns.flags.response == 0 && ip.src == 10.20.2.53" -ge 90
    contains "dns.flags.response == 1 && ip.dst == 10.20.2.53" -ge 50
    finish
}

record_benign_backscatter() {
    begin benign-backscatter benign "Backscatter: somebody outside floods a foreign web server with SYNs in the names of 120 hospital addresses. The hospital sees only the server's SYN/ACKs and RSTs to all of them, which its hosts reset or ignore."
    programs hping3
    hospital clients outside
    host clients clients 10.20.1.20
    more_addresses clients 10.20.1.21-79
    host victim outside 203.0.113.80
    host attacker outside 203.0.113.66
    listen victim 203.0.113.80:80
    in_host victim sysctl -q -w net.ipv4.tcp_synack_retries=1
    capture clients
    shell attacker "for i in {20..139}; do hping3 -q -S -a 10.20.1.\$i -p 80 -c 1 203.0.113.80 & hping3 -q -S -a 10.20.1.\$i -p 8080 -c 1 203.0.113.80 & sleep 0.05; done; wait"
    sleep 3
    note "The flood itself stays outside. Answers to the 60 addresses where nobody lives are ARP requests of the router on this segment."
    contains "ip.src == 203.0.113.80 && tcp.flags == 0x012" -ge 60
    contains "ip.src == 203.0.113.80 && tcp.flags == 0x014" -ge 60
    contains "tcp.flags == 0x002" -eq 0
    near_miss scan.idle_scan scan.arp_sweep scan.syn_flood
    finish
}

record_benign_update_push() {
    begin benign-update-push benign "The management server connects to 45 workstations over HTTPS in turn to push an update; every sixth is switched off."
    programs curl nginx-light
    hospital clients servers
    host manager servers 10.20.2.150
    host pcs clients 10.20.1.20
    more_addresses pcs 10.20.1.21-64
    for i in 25 31 37 43 49 55 61; do
        in_host pcs ip addr del 10.20.1.$i/24 dev eth0
    done
    nginx_on pcs 0.0.0.0
    capture servers
    shell manager "for i in {20..64}; do curl -s -k -m 1 -o /dev/null https://10.20.1.\$i/page1.html; done"
    contains "tls.handshake.type == 2" -eq 38
    contains "ip.src == 10.20.2.150 && tcp.flags == 0x002 && !icmp" -ge 45
    near_miss scan.address_sweep
    finish
}

record_benign_declared_scanner() {
    begin benign-declared-scanner benign "The hospital's own vulnerability scanner looks at 30 ports of each of six servers, as agreed: its role is declared with a reason and has not expired."
    programs nmap
    hospital clients servers
    host scanner clients 10.20.1.9
    host servers servers 10.20.2.10
    more_addresses servers 10.20.2.11-15
    listen servers 10.20.2.10:443 10.20.2.12:22
    capture clients
    run scanner nmap -n -Pn -sS --top-ports 30 10.20.2.10-15
    config "roles:"
    config "  - role: scanner"
    config "    addresses: [10.20.1.9]"
    config "    reason: Weekly vulnerability scan"
    config "    expires: $(date -u -d '+1 year' +%Y-%m-%d)"
    contains "ip.src == 10.20.1.9 && tcp.flags == 0x002" -ge 180
    near_miss scan.block_scan
    finish
}

main "$@"
