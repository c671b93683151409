/**
 * Does: steps through BER and DER, the encodings below certificates, Kerberos, GSS-API, LDAP and SNMP. In: bytes of a message. Out: places
 * and values, no events. Thread: the caller's. Limits: lengths below 2^31 and tags below 31, no indefinite lengths; the caller bounds
 * how deep it goes.
 */
package io.auscult.core.protocol.asn1;
