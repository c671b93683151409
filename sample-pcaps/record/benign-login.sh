#!/bin/bash
# People and machines log in, well and badly: Kerberos, and the ways of HTTP. A sensor has to read it and stay silent.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"

CLIENT=10.20.1.21
KDC=10.20.2.88
WEB=10.20.2.80
REALM=HOSPITAL.EXAMPLE

# kdc_on HOST ADDRESS: MIT's key distribution centre with the password service, its files in the case's work folder.
kdc_on() {
    programs krb5-kdc krb5-admin-server krb5-user
    cat >"$WORK/krb5.conf" <<END
[libdefaults]
    default_realm = $REALM
    dns_lookup_kdc = false
    dns_lookup_realm = false
    dns_canonicalize_hostname = false
    rdns = false
    allow_weak_crypto = true
    permitted_enctypes = aes256-cts-hmac-sha1-96 aes128-cts-hmac-sha1-96 arcfour-hmac
    udp_preference_limit = 1465
[realms]
    $REALM = {
        kdc = $2
        admin_server = $2
        kpasswd_server = $2:464
    }
END
    sed 's/udp_preference_limit = 1465/udp_preference_limit = 1/' "$WORK/krb5.conf" >"$WORK/krb5-tcp.conf"
    cat >"$WORK/kdc.conf" <<END
[kdcdefaults]
    kdc_ports = 88
    kdc_tcp_ports = 88
[realms]
    $REALM = {
        database_name = $WORK/principal
        key_stash_file = $WORK/stash
        acl_file = $WORK/kadm5.acl
        kadmind_port = 749
        kpasswd_port = 464
        max_renewable_life = 7d
        supported_enctypes = aes256-cts-hmac-sha1-96:normal aes128-cts-hmac-sha1-96:normal arcfour-hmac:normal
        default_principal_flags = +preauth
    }
[logging]
    kdc = FILE:$WORK/kdc.log
    admin_server = FILE:$WORK/kadmin.log
END
    echo "*/admin@$REALM *" >"$WORK/kadm5.acl"
    export KRB5_CONFIG=$WORK/krb5.conf KRB5_KDC_PROFILE=$WORK/kdc.conf
    kdb5_util -r $REALM create -s -P master-of-this-case >>"$WORK/services" 2>&1
    local command
    for command in "ank -pw Spring-2025 jdevries" "ank -pw Autumn-2025 -pwexpire yesterday old.user" \
        "ank -pw Winter-2025 -expire yesterday gone.user" "ank -randkey host/files.hospital.example" \
        "ank -randkey HTTP/intranet.hospital.example" "ank -randkey -e arcfour-hmac:normal cifs/archive.hospital.example" \
        "ktadd -k $WORK/http.keytab HTTP/intranet.hospital.example"; do
        kadmin.local -r $REALM -q "$command" >>"$WORK/services" 2>&1
    done
    service "$1" krb5kdc -n -r $REALM
    answering "$1" "$2" 88
}

# login HOST USER PASSWORD [kinit options]: a wrong password is fine.
login() {
    local host=$1 user=$2 password=$3
    shift 3
    KRB5_CONFIG=${CONFIG_OF_CLIENT:-$WORK/krb5.conf} KRB5CCNAME=$WORK/cache shell "$host" "echo $password | kinit $* $user"
}

record_benign_kerberos() {
    begin benign-kerberos benign "A workstation logs in at a key distribution centre over UDP and asks for tickets to three services, one of them with RC4; somebody mistypes a password, a name and uses an account that has expired; then the same over TCP, and a password is changed."
    hospital clients servers
    host client clients $CLIENT
    host kdc servers $KDC
    kdc_on kdc $KDC
    service kdc kadmind -nofork -r $REALM -P "$WORK/kadmind.pid"
    answering kdc $KDC 464
    capture clients
    login client jdevries Spring-2024
    login client jdefries Spring-2025
    login client gone.user Winter-2025
    login client jdevries Spring-2025 -r 7d -f
    export KRB5CCNAME=$WORK/cache
    must client kvno host/files.hospital.example HTTP/intranet.hospital.example
    must client kvno cifs/archive.hospital.example
    run client kvno host/unknown.hospital.example
    must client kinit -R
    CONFIG_OF_CLIENT=$WORK/krb5-tcp.conf login client jdevries Spring-2025
    KRB5_CONFIG=$WORK/krb5-tcp.conf must client kvno host/files.hospital.example
    shell client "printf 'Spring-2025\nSummer-2025\nSummer-2025\n' | kpasswd jdevries"
    login client jdevries Summer-2025
    near_miss identity.asrep_roasting identity.kerberoasting identity.old_encryption identity.forged_ticket identity.forged_service_ticket identity.skeleton_key
    contains "kerberos.msg_type == 11" -ge 3
    contains "kerberos.error_code == 24" -ge 1
    contains "kerberos.error_code == 6" -ge 1
    contains "kerberos.error_code == 1" -ge 1
    contains "kerberos.error_code == 7" -ge 1
    contains "kerberos.msg_type == 13 && udp" -ge 3
    contains "kerberos.msg_type == 13 && tcp" -ge 1
    contains "udp.port == 464 || tcp.port == 464" -ge 2
    finish
}

# apache_on HOST ADDRESS: pages behind Basic, Digest and Negotiate, and a form; the accounts are of this case alone.
apache_on() {
    programs apache2-bin apache2-utils libapache2-mod-auth-gssapi
    mkdir -p "$WORK/www/basic" "$WORK/www/digest" "$WORK/www/negotiate"
    for page in basic digest negotiate; do
        echo "<html><body>$page</body></html>" >"$WORK/www/$page/index.html"
    done
    htpasswd -bc "$WORK/basic.users" jdevries Spring-2025 2>/dev/null
    printf 'jdevries:ward:%s\n' "$(printf 'jdevries:ward:Spring-2025' | md5sum | cut -d ' ' -f 1)" >"$WORK/digest.users"
    chmod -R a+rX "$WORK"
    cat >"$WORK/apache.conf" <<END
ServerName intranet.hospital.example
ServerRoot $WORK
DefaultRuntimeDir $WORK
PidFile $WORK/apache.pid
ErrorLog $WORK/apache.log
User www-data
Group www-data
Listen $2:80
Mutex file:$WORK default
$(for module in mpm_event authn_core authn_file authz_core authz_user auth_basic auth_digest auth_gssapi dir alias; do
        echo "LoadModule ${module}_module /usr/lib/apache2/modules/mod_$module.so"
    done)
DocumentRoot $WORK/www
DirectoryIndex index.html
<Directory $WORK/www>
    Require all granted
</Directory>
<Location /basic>
    AuthType Basic
    AuthName "Ward planner"
    AuthUserFile $WORK/basic.users
    Require valid-user
</Location>
<Location /digest>
    AuthType Digest
    AuthName ward
    AuthDigestProvider file
    AuthUserFile $WORK/digest.users
    Require valid-user
</Location>
<Location /negotiate>
    AuthType GSSAPI
    AuthName intranet
    GssapiCredStore keytab:$WORK/http.keytab
    Require valid-user
</Location>
Redirect 302 /login /planner
Redirect 302 /checkpoint /login?error=1
END
    service "$1" apache2 -f "$WORK/apache.conf" -DFOREGROUND
    answering "$1" "$2" 80
}

record_benign_web_login() {
    begin benign-web-login benign "A client logs in at a web server by Basic and Digest, each with a wrong password first, by a Kerberos ticket, and by two forms, one of which sends back to the login page."
    programs curl
    hospital clients servers
    host client clients $CLIENT
    host kdc servers $KDC
    host web servers $WEB
    kdc_on kdc $KDC
    apache_on web $WEB
    chown www-data "$WORK/http.keytab" "$WORK"
    echo "$WEB intranet.hospital.example" >>"/etc/netns/$LAB-client/hosts"
    capture clients
    run client curl -s -o /dev/null -u jdevries:Spring-2024 http://$WEB/basic/
    must client curl -s -f -o /dev/null -u jdevries:Spring-2025 http://$WEB/basic/ http://$WEB/basic/index.html
    run client curl -s -o /dev/null --digest -u jdevries:Spring-2024 http://$WEB/digest/
    must client curl -s -f -o /dev/null --digest -u jdevries:Spring-2025 http://$WEB/digest/
    login client jdevries Spring-2025
    export KRB5CCNAME=$WORK/cache
    must client curl -s -f -o /dev/null --negotiate -u : http://intranet.hospital.example/negotiate/
    run client curl -s -o /dev/null --data-urlencode username=jdevries --data-urlencode password=Spring-2025 http://$WEB/login
    run client curl -s -o /dev/null -d "user[login]=jdevries&user[password]=Spring-2024" http://$WEB/checkpoint
    contains "http.authbasic" -ge 2
    contains "http.authorization contains \"Digest\"" -ge 2
    contains "http.authorization contains \"Negotiate\"" -ge 1
    contains "http.response.code == 401" -ge 4
    finish
}

main "$@"
