/**
 * Does: LDAP over TCP and CLDAP over UDP: binds, searches, changes and extended operations with their results, through SASL signatures
 * where nothing is sealed. In: stream bytes and datagrams. Out: {@code ldap}, {@code ldap_search}, {@code ldap_sasl}, {@code identity} and
 * {@code host_name} events. Thread: the flow's lane. Limits: 64 operations without a result, messages of 64 KiB, texts as declared in
 * {@link io.auscult.core.protocol.ldap.LdapOperation}; no value of an attribute is kept but those that a filter names, and no secret.
 */
package io.auscult.core.protocol.ldap;
