package io.auscult.export.share;

import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds out who is behind a pseudonym, for the hospital that has the keys: makes the pseudonyms of all that it is shown, under every key, and compares. One thread; holds what it found.
 */
public final class Resolver {
    /**
     * Who is behind it.
     *
     * @param what an address, a host ...
     * @param key under which; it tells nothing of the secret
     */
    public record Found(String what, String original, String key) {}

    private final String pseudonym;
    private final List<Pseudonyms> keys = new ArrayList<>();
    private final InternalAddresses internal;
    private final Domains domains;
    private final Set<Found> found = new LinkedHashSet<>();

    /**
     * @param pseudonym as a receiver tells it
     * @param localNets the hospital's own addresses
     * @param domains the hospital's own domains
     */
    public Resolver(String pseudonym, ShareKeys keys, LocalNets localNets, List<String> domains) {
        this.pseudonym = plain(pseudonym);
        keys.all().forEach(key -> this.keys.add(new Pseudonyms(key)));
        this.internal = new InternalAddresses(localNets);
        this.domains = new Domains(domains);
    }

    /** In the one form in which they are made here. */
    private static String plain(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        try {
            return IpAddress.parse(plain).toString();
        } catch (IllegalArgumentException e) {
            return plain;
        }
    }

    /** Whether it is somebody of this entry. */
    public void look(JournalEntry entry) {
        Known known = new Known(entry, internal, domains);
        List<String> ids = new ArrayList<>(List.of(entry.id(), HeldEntries.incidentOf(entry)));
        if (entry instanceof Incident incident) {
            ids.addAll(incident.formerIds());
        }
        for (Pseudonyms names : keys) {
            known.addresses.forEach(address -> compare(names, "address", address.toString(), names.address(address)));
            known.macs.forEach(mac -> compare(names, "hardware address", mac, names.mac(mac)));
            known.hosts.forEach(host -> compare(names, "host", host, names.host(host)));
            known.users.forEach(user -> compare(names, "user", user, names.user(user)));
            ids.forEach(id -> compare(names, "alert or incident", id, names.id(id)));
        }
    }

    /** Whether it is this one. @param candidate an address, a hardware address, the name of a host or user, an id */
    public void look(String candidate) {
        String plain = plain(candidate);
        for (Pseudonyms names : keys) {
            try {
                compare(names, "address", plain, names.address(IpAddress.parse(plain)));
            } catch (IllegalArgumentException e) {
                compare(names, "hardware address", plain, names.mac(plain));
                compare(names, "host", plain, names.host(plain));
                compare(names, "user", plain, names.user(plain));
                compare(names, "alert or incident", plain, names.id(plain));
            }
        }
    }

    private void compare(Pseudonyms names, String what, String original, Object made) {
        if (made.toString().equals(pseudonym)) {
            found.add(new Found(what, original, names.key().toString()));
        }
    }

    public List<Found> found() {
        return List.copyOf(found);
    }
}
