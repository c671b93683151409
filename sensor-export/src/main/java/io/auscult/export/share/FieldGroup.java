package io.auscult.export.share;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Parts of an alert or incident that a policy lets out or keeps. What remains without any: rule, techniques, times, counts, outcome, severity. */
public enum FieldGroup {
    /** Addresses of the hospital's own, as pseudonyms. */
    INTERNAL_ADDRESSES,
    /** Addresses and domains on the outside, as they are. */
    EXTERNAL_ADDRESSES,
    /** Hardware addresses, as pseudonyms. */
    MACS,
    /** Names of hosts, as pseudonyms, and what they are for. */
    HOSTS,
    /** Names of users, as pseudonyms. */
    USERS,
    /** Port numbers. */
    PORTS,
    /** The connection: its pseudonymous id and protocol. */
    CONNECTION,
    /** VLAN numbers and packet numbers. */
    VLANS,
    /** What convinced the detector, as far as it is on the list of what may leave. */
    EVIDENCE,
    /** Stories and advice, told anew with pseudonyms. */
    TEXTS;

    public static final Set<FieldGroup> DEFAULT = Set.copyOf(EnumSet.complementOf(EnumSet.of(MACS, VLANS)));

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
