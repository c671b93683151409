#!/bin/bash
# A directory at work: binds, searches and changes over LDAP, in clear and behind StartTLS.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

LDAP=10.20.2.38
BASE=dc=hospital,dc=example
ADMIN=cn=admin,$BASE

# slapd_on HOST ADDRESS: OpenLDAP with three made-up people and a group.
slapd_on() {
    mkdir -p "$WORK/ldap"
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=ldap.hospital.example -keyout "$WORK/key.pem" -out "$WORK/cert.pem" 2>/dev/null
    cat >"$WORK/slapd.conf" <<END
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile $WORK/slapd.pid
TLSCertificateFile $WORK/cert.pem
TLSCertificateKeyFile $WORK/key.pem
referral ldap://ldap.other.example
database mdb
maxsize 10485760
suffix $BASE
rootdn $ADMIN
rootpw admin-secret
directory $WORK/ldap
END
    cat >"$WORK/data.ldif" <<END
dn: $BASE
objectClass: dcObject
objectClass: organization
o: hospital
dc: hospital

dn: ou=people,$BASE
objectClass: organizationalUnit
ou: people

dn: uid=nurse1,ou=people,$BASE
objectClass: inetOrgPerson
uid: nurse1
cn: Nurse One
sn: One
mail: nurse1@hospital.example
userPassword: nurse1-secret

dn: uid=nurse2,ou=people,$BASE
objectClass: inetOrgPerson
uid: nurse2
cn: Nurse Two
sn: Two

dn: uid=doctor1,ou=people,$BASE
objectClass: inetOrgPerson
uid: doctor1
cn: Doctor One
sn: One

dn: cn=ward,$BASE
objectClass: groupOfNames
cn: ward
member: uid=nurse1,ou=people,$BASE
END
    slapadd -f "$WORK/slapd.conf" -l "$WORK/data.ldif" >>"$WORK/output" 2>&1
    service "$1" slapd -f "$WORK/slapd.conf" -h "ldap://$2" -d 0
    answering "$1" "$2" 389
}

record_benign_ldap() {
    begin benign-ldap benign "An application and its administrator use a directory over LDAP without encryption: anonymous and authenticated searches, a mistyped password, who-am-I, adding, changing, renaming, comparing and deleting an entry, a new password, a name that is referred elsewhere."
    programs slapd ldap-utils
    hospital clients servers
    host client clients 10.20.1.21
    host directory servers $LDAP
    slapd_on directory $LDAP
    cat >"$WORK/add.ldif" <<END
dn: uid=temp1,ou=people,$BASE
objectClass: inetOrgPerson
uid: temp1
cn: Temporary One
sn: One
userPassword: temp1-secret
END
    cat >"$WORK/modify.ldif" <<END
dn: uid=temp1,ou=people,$BASE
changetype: modify
replace: sn
sn: Changed
-
add: description
description: replaced
-
replace: userPassword
userPassword: temp1-other-secret
END
    capture clients
    must client ldapsearch -x -H ldap://$LDAP -b $BASE '(&(objectClass=inetOrgPerson)(|(uid=nurse*)(cn=*one))(!(mail=*)))' cn mail
    must client ldapsearch -x -H ldap://$LDAP -D uid=nurse1,ou=people,$BASE -w nurse1-secret -b ou=people,$BASE -s one '(sn>=O)' uid
    run client ldapsearch -x -H ldap://$LDAP -D uid=nurse1,ou=people,$BASE -w wrong-secret -b $BASE
    must client ldapwhoami -x -H ldap://$LDAP -D $ADMIN -w admin-secret
    must client ldapadd -x -H ldap://$LDAP -D $ADMIN -w admin-secret -f "$WORK/add.ldif"
    must client ldapmodify -x -H ldap://$LDAP -D $ADMIN -w admin-secret -f "$WORK/modify.ldif"
    run client ldapcompare -x -H ldap://$LDAP -D $ADMIN -w admin-secret uid=temp1,ou=people,$BASE sn:Changed
    must client ldappasswd -x -H ldap://$LDAP -D $ADMIN -w admin-secret -s temp1-third-secret uid=temp1,ou=people,$BASE
    must client ldapmodrdn -x -H ldap://$LDAP -D $ADMIN -w admin-secret -r uid=temp1,ou=people,$BASE uid=temp2
    must client ldapdelete -x -H ldap://$LDAP -D $ADMIN -w admin-secret uid=temp2,ou=people,$BASE
    run client ldapdelete -x -H ldap://$LDAP -D $ADMIN -w admin-secret uid=temp2,ou=people,$BASE
    run client ldapsearch -x -H ldap://$LDAP -b dc=other,dc=example
    contains "ldap.bindRequest_element" -ge 12
    contains "ldap.resultCode == 49" -eq 1
    contains "ldap.resultCode == 10" -ge 1
    contains "ldap.modifyRequest_element" -eq 1
    finish
}

record_benign_ldap_starttls() {
    begin benign-ldap-starttls benign "A client switches its LDAP connection to TLS before it logs in and searches."
    programs slapd ldap-utils
    hospital clients servers
    host client clients 10.20.1.21
    host directory servers $LDAP
    slapd_on directory $LDAP
    capture clients
    must client env LDAPTLS_REQCERT=never ldapsearch -ZZ -x -H ldap://$LDAP -D $ADMIN -w admin-secret -b $BASE '(uid=nurse1)'
    near_miss identity.clear_text
    contains "ldap.extendedReq_element" -eq 1
    contains "tls.handshake.type == 1" -eq 1
    finish
}

main "$@"
