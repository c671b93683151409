#!/bin/bash
# Servers that are asked to log on elsewhere, name servers that are asked for everything, and what looks alike.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"

PRINTER=10.20.2.47
ATTACKER=10.20.1.66
CLIENT=10.20.1.31

print_server() {
    hospital clients servers
    host printer servers $PRINTER
    smbd_on printer $PRINTER
}

record_coercion_printer_bug() {
    begin coercion-printer-bug attack "A workstation asks the print server to report changes to a third host, so that the server logs on there (a script of ours on Impacket's client, MS-RPRN number 65). No listener answers."
    print_server
    host attacker clients $ATTACKER
    programs python3-impacket
    capture clients
    run attacker $PYTHON "$RECORD_DIR/coerce.py" $PRINTER $ATTACKER guest ''
    expect "{technique: T1187, actor: $ATTACKER, kind: forced logon, target: $PRINTER}"
    contains "spoolss && dcerpc.opnum == 65" -ge 1
    finish
}

record_benign_print_queues() {
    begin benign-print-queues benign "A workstation lists the printers and drivers of the print server and opens it (rpcclient)."
    print_server
    host client clients $CLIENT
    programs smbclient
    capture clients
    run client rpcclient -U 'guest%' --option='client max protocol=SMB2_10' --option='client ipc signing=disabled' --option='client signing=disabled' $PRINTER -c 'enumprinters; enumdrivers; getdriverdir'
    near_miss identity.forced_logon
    contains "spoolss" -ge 2
    finish
}

name_server() {
    hospital clients servers
    host names servers 10.20.2.53
    programs dnsmasq
    service names dnsmasq -k --conf-file=/dev/null --no-hosts --no-resolv --pid-file= --user=root --listen-address=10.20.2.53 --bind-interfaces \
        --auth-server=ns.ward.example,eth0 --auth-zone=ward.example,10.20.0.0/16 --auth-peer="$1" --auth-sec-servers="$2" \
        --host-record=ns.ward.example,10.20.2.53 --host-record=pacs.ward.example,10.20.2.20 --host-record=ris.ward.example,10.20.2.21
    answering names 10.20.2.53 53
}

record_disc_dns_zone_transfer() {
    begin disc-dns-zone-transfer attack "A workstation asks the name server for the whole zone (dig) and gets it."
    name_server $ATTACKER 10.20.2.54
    host attacker clients $ATTACKER
    programs bind9-dnsutils
    capture clients
    run attacker dig +tcp @10.20.2.53 ward.example AXFR
    expect "{technique: T1590.002, actor: $ATTACKER, kind: dns zone transfer, target: 10.20.2.53}"
    contains "dns.qry.type == 252" -ge 1
    finish
}

record_benign_dns_zone_questions() {
    begin benign-dns-zone-questions benign "A workstation asks the name server for the zone's servers, its serial number and two hosts, over TCP."
    name_server 10.20.2.54 10.20.2.54
    host client clients $CLIENT
    programs bind9-dnsutils
    capture clients
    run client dig +tcp @10.20.2.53 ward.example NS
    run client dig +tcp @10.20.2.53 ward.example SOA
    run client dig +tcp @10.20.2.53 pacs.ward.example ris.ward.example
    near_miss lateral.zone_transfer
    contains "dns.qry.type == 6" -ge 1
    finish
}

main "$@"
