package io.auscult.rules.incident;

import io.auscult.core.alert.AffectedHost;
import io.auscult.core.alert.Hop;
import io.auscult.core.alert.Namesakes;
import io.auscult.core.alert.Party;
import io.auscult.core.event.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the hosts of one incident are called in its story. Used by one thread, once. */
final class Names {
    private final Map<String, Party> parties = new HashMap<>();
    private final Namesakes namesakes;

    Names(List<Hop> hops, List<AffectedHost> hosts) {
        hosts.forEach(host -> learn(host.host()));
        hops.forEach(hop -> learn(hop.actor()));
        namesakes = new Namesakes(hops, hosts);
    }

    private void learn(Party party) {
        parties.merge(party.key(), party, Member::fuller);
    }

    private Party known(Party party) {
        return parties.getOrDefault(party.key(), party);
    }

    /** As people call it: the first label of its name, with its address where others bear that too; else its address. */
    String of(IpAddress host) {
        return brief(known(Party.of(host)));
    }

    String brief(Party party) {
        Party known = known(party);
        if (known.host() == null) {
            return known.ip() != null ? known.ip().toString() : known.toString();
        }
        String label = Namesakes.label(known.host());
        return known.ip() != null && namesakes.isShared(known.host()) ? label + " (" + known.ip() + ")" : label;
    }

    /** "10.1.4.20 (WS-RADIO-3, jdoe)". @param users of the incident, who are no owners of the actor's host */
    String full(Party party, List<String> users) {
        Party known = known(party);
        if (known.ip() == null) {
            return known.toString();
        }
        String host = known.host() == null ? "" : Namesakes.label(known.host());
        String user = known.user() == null || users.contains(known.user()) ? "" : known.user();
        String both = host.isEmpty() || user.isEmpty() ? host + user : host + ", " + user;
        return both.isEmpty() ? known.ip().toString() : known.ip() + " (" + both + ")";
    }
}
