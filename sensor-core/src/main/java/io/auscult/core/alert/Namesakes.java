package io.auscult.core.alert;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which hosts of an incident bear one name (clones, two addresses of one machine), so that the name alone does not tell who is meant. Immutable. */
public final class Namesakes {
    private final Set<String> shared = new HashSet<>();

    public Namesakes(List<Hop> hops, List<AffectedHost> hosts) {
        Map<String, String> bearers = new HashMap<>();
        hops.forEach(hop -> learn(hop.actor(), bearers));
        hosts.forEach(host -> learn(host.host(), bearers));
    }

    public static Namesakes of(Incident incident) {
        return new Namesakes(incident.hops(), incident.hosts());
    }

    private void learn(Party party, Map<String, String> bearers) {
        if (party.host() != null) {
            String name = folded(party.host());
            String bearer = bearers.putIfAbsent(name, party.key());
            if (bearer != null && !bearer.equals(party.key())) {
                shared.add(name);
            }
        }
    }

    /** The first label, as people call hosts: a fully qualified name says too much in a sentence. */
    public static String label(String host) {
        int dot = host.indexOf('.');
        boolean isName = dot > 0 && host.chars().anyMatch(Character::isLetter);
        return isName ? host.substring(0, dot) : host;
    }

    private static String folded(String host) {
        return label(host).toLowerCase(Locale.ROOT);
    }

    public boolean isShared(String host) {
        return shared.contains(folded(host));
    }

    /** Its name where that tells who it is, with its address where it does not; its address where it has none. */
    public String brief(Party party) {
        return party.host() != null && !isShared(party.host()) ? party.host() : party.toString();
    }
}
