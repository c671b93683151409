package io.auscult.export.share;

import io.auscult.core.alert.Party;
import io.auscult.core.event.IpAddress;
import org.jspecify.annotations.Nullable;

/** What the parts of one entry are called outside, under one policy and key; null for what does not leave. One thread, made for one entry. */
final class Substitute {
    private final SharePolicy policy;
    private final Pseudonyms pseudonyms;
    private final InternalAddresses internal;
    private final Domains domains;
    private final Known known;
    private final LeakCheck check;

    Substitute(
            SharePolicy policy,
            Pseudonyms pseudonyms,
            InternalAddresses internal,
            Domains domains,
            Known known,
            LeakCheck check) {
        this.policy = policy;
        this.pseudonyms = pseudonyms;
        this.internal = internal;
        this.domains = domains;
        this.known = known;
        this.check = check;
    }

    Pseudonyms pseudonyms() {
        return pseudonyms;
    }

    @Nullable
    IpAddress address(@Nullable IpAddress address) {
        if (address == null) {
            return null;
        }
        if (internal.contains(address) || known.carriesMac(address)) {
            return policy.lets(FieldGroup.INTERNAL_ADDRESSES) ? pseudonyms.address(address) : null;
        }
        return policy.lets(FieldGroup.EXTERNAL_ADDRESSES) ? address : null;
    }

    @Nullable
    String mac(@Nullable String mac) {
        return mac == null || !policy.lets(FieldGroup.MACS) ? null : pseudonyms.mac(mac);
    }

    @Nullable
    String user(@Nullable String user) {
        return user == null || !policy.lets(FieldGroup.USERS) ? null : pseudonyms.user(user);
    }

    @Nullable
    String host(@Nullable String host) {
        return host == null || !policy.lets(FieldGroup.HOSTS) ? null : pseudonyms.host(host);
    }

    /** As it is where it is of the outside, else as a host of the inside. */
    @Nullable
    String domain(String name) {
        return domains.isOutside(name) && !isNamed(name)
                ? policy.lets(FieldGroup.EXTERNAL_ADDRESSES) ? Texts.plain(name) : null
                : host(name);
    }

    /** Whether a text holds what must not leave. */
    boolean isNamed(String text) {
        return check.leak(text) != null;
    }

    Party party(Party party) {
        boolean isOutside = party.ip() != null && !internal.contains(party.ip()) && !known.carriesMac(party.ip());
        String name = party.host();
        String host = name != null && isOutside ? domain(name) : host(name);
        return new Party(address(party.ip()), mac(party.mac()), host, user(party.user()));
    }
}
