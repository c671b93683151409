package io.auscult.rules.identity;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import io.auscult.core.protocol.identity.HostNames;
import io.auscult.core.protocol.ntlm.NtlmReader;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;

/**
 * The name that a client gives for its computer in NTLM, against the name by which that address is known from what systems tell of themselves (DHCP, NetBIOS, mDNS, Kerberos,
 * Active Directory). The name of another computer that is alive at another address: what a relay passes on (medium). A name that nobody has: tools make one up (low). Addresses with
 * several names, as behind a gateway, and those whose name was not heard within a day are left alone. Detect thread; at most {@link #HOSTS} addresses and as many names, the
 * longest idle forgotten.
 */
public final class WorkstationDetector implements Detector {
    static final int HOSTS = 65_536;
    static final long FRESH_NS = 24 * 3_600_000_000_000L;

    private static final Field USERNAME = NtlmReader.NTLM.field("username");
    private static final Field HOSTNAME = NtlmReader.NTLM.field("hostname");
    private static final Field SUCCESS = NtlmReader.NTLM.field("success");
    /** Who says so knows: the system itself, and not a program with a name as an option. */
    private static final byte[][] SYSTEMS = {
        Texts.of("dhcp"), Texts.of("netbios"), Texts.of("mdns"), Texts.of("krb"), Texts.of("cldap")
    };

    private final IdentityRules rules;
    private final StateTable<Host> hosts;
    private final StateTable<Name> names;

    public WorkstationDetector(IdentityRules rules, Counters counters) {
        this.rules = rules;
        hosts = new StateTable<>(HOSTS, 2, counters, Host::new);
        names = new StateTable<>(HOSTS, 1, counters, Name::new);
    }

    /** What an address calls itself. */
    private static final class Host implements State {
        private long name;
        private long ns;
        private long otherNs; // when it last had another name
        private long told;

        @Override
        public void clear() {
            name = 0;
            ns = 0;
            otherNs = 0;
            told = 0;
        }
    }

    /** Who calls itself so. */
    private static final class Name implements State {
        private long high;
        private long low;
        private long ns;

        @Override
        public void clear() {
            ns = 0;
        }
    }

    @Override
    public List<EventType> wants() {
        return List.of(HostNames.HOST_NAME, NtlmReader.NTLM);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        if (e.is(HostNames.HOST_NAME)) {
            onName(e);
        } else if (e.length(USERNAME) > 0 && e.length(HOSTNAME) > 0) {
            onLogon(e, alerts);
        }
    }

    private void onName(Event e) {
        if (Texts.indexIn(e, HostNames.SOURCE, SYSTEMS) < 0) {
            return;
        }
        long hash = Texts.hashOfComputer(e, HostNames.NAME);
        long high = e.addressHigh(HostNames.ADDRESS);
        long low = e.addressLow(HostNames.ADDRESS);
        long nowNs = e.timestampNs();
        Host host = hosts.at(high, low);
        if (host.name != 0 && host.name != hash) {
            host.otherNs = host.ns;
        }
        host.name = hash;
        host.ns = nowNs;
        Name name = names.at(hash);
        name.high = high;
        name.low = low;
        name.ns = nowNs;
    }

    private static boolean isFresh(long ns, long nowNs) {
        return ns != 0 && nowNs - ns <= FRESH_NS;
    }

    private void onLogon(Event e, AlertSink alerts) {
        long nowNs = e.timestampNs();
        long said = Texts.hashOfComputer(e, HOSTNAME);
        Host host = hosts.find(e.origHigh(), e.origLow());
        if (host == null
                || host.name == said
                || host.told == said
                || !isFresh(host.ns, nowNs)
                || isFresh(host.otherNs, nowNs)) {
            return;
        }
        host.told = said;
        Name owner = names.find(said);
        boolean isForeign = owner != null && isFresh(owner.ns, nowNs);
        String user = e.text(USERNAME);
        String station = e.text(HOSTNAME);
        AlertDraft draft = new AlertDraft(rules.foreignWorkstation, Party.of(e.origHost()), e)
                .kind("logon under a foreign name")
                .level(isForeign ? Level.MEDIUM : Level.LOW)
                .confidence(isForeign ? Confidence.MEDIUM : Confidence.LOW)
                .targets(List.of(e.respHost()), 1)
                .outcome(e.flag(SUCCESS) ? Outcome.SUCCEEDED : e.has(SUCCESS) ? Outcome.FAILED : Outcome.UNKNOWN)
                .evidence("user", user == null ? "?" : user)
                .evidence("workstation", station == null ? "?" : station);
        if (owner != null && isForeign) {
            draft.evidence("workstation_is_at", new IpAddress(owner.high, owner.low));
        }
        if (e.flag(SUCCESS)) {
            draft.open(List.of(e.respHost().withPort(e.respPort())), 1);
        }
        alerts.raise(draft.alert());
    }
}
