package io.auscult.rules.identity;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.IpAddress;
import io.auscult.core.protocol.dhcp.DhcpParser;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;

/**
 * A second DHCP server in a segment that has one: whoever hands out addresses says who the gateway and the name servers are. High when the newcomer took an address from
 * the first itself, or hands out addresses of another network. A segment is a VLAN and a relay. Each newcomer is told once. Detect thread.
 */
public final class DhcpServerDetector implements Detector {
    static final int CAPACITY = 4_096; // segments
    static final int CLIENTS = 16_384; // addresses handed out

    private static final int OFFER = 2, ACK = 5;
    private static final int KNOWN = 8; // servers of a segment

    private final IdentityRules rules;
    private final StateTable<Segment> segments;
    private final StateTable<Client> clients;

    public DhcpServerDetector(IdentityRules rules, Counters counters) {
        this.rules = rules;
        segments = new StateTable<>(CAPACITY, 2, counters, Segment::new);
        clients = new StateTable<>(CLIENTS, 2, counters, Client::new);
    }

    private static final class Segment implements State {
        private final long[] high = new long[KNOWN];
        private final long[] low = new long[KNOWN];
        private int servers;
        private int network;
        private long given;

        @Override
        public void clear() {
            servers = 0;
            given = 0;
        }

        /** @return whether it is new and there is room to remember it */
        boolean add(long serverHigh, long serverLow) {
            for (int i = 0; i < servers; i++) {
                if (low[i] == serverLow && high[i] == serverHigh) {
                    return false;
                }
            }
            if (servers == KNOWN) {
                return false;
            }
            high[servers] = serverHigh;
            low[servers++] = serverLow;
            return true;
        }
    }

    /** An address that a server has handed out. */
    private static final class Client implements State {
        @Override
        public void clear() {}
    }

    @Override
    public List<EventType> wants() {
        return List.of(DhcpParser.MESSAGE);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        long type = e.number(DhcpParser.TYPE);
        if (e.flag(DhcpParser.IS_REQUEST) || type != OFFER && type != ACK || !e.has(DhcpParser.SERVER_ID)) {
            return;
        }
        long high = e.addressHigh(DhcpParser.SERVER_ID);
        long low = e.addressLow(DhcpParser.SERVER_ID);
        Segment segment = segments.at(
                (long) e.vlan() << 32 | e.innerVlan(),
                Mix.of(e.addressHigh(DhcpParser.GIADDR), e.addressLow(DhcpParser.GIADDR)));
        int network = (int) e.addressLow(DhcpParser.YIADDR) >>> 8;
        boolean news = segment.add(high, low);
        if (segment.servers == 1) {
            segment.network = network != 0 ? network : segment.network;
            segment.given += type == ACK ? 1 : 0;
        } else if (news) {
            tell(e, segment, network, high, low, alerts);
        }
        if (type == ACK && network != 0) {
            clients.at(e.addressHigh(DhcpParser.YIADDR), e.addressLow(DhcpParser.YIADDR));
        }
    }

    private void tell(Event e, Segment segment, int network, long high, long low, AlertSink alerts) {
        boolean wasClient = clients.find(high, low) != null;
        boolean elsewhere = network != 0 && segment.network != 0 && network != segment.network;
        alerts.raise(new AlertDraft(rules.dhcpServer, Party.of(new IpAddress(high, low)), e)
                .kind("second DHCP server")
                .level(wasClient || elsewhere ? Level.HIGH : Level.MEDIUM)
                .confidence(wasClient || elsewhere ? Confidence.HIGH : Confidence.LOW)
                .outcome(Outcome.UNKNOWN)
                .evidence("first_server", new IpAddress(segment.high[0], segment.low[0]))
                .evidence("given_by_first", segment.given)
                .evidence("is_client_of_first", wasClient ? "yes" : "no")
                .evidence("other_network", elsewhere ? "yes" : "no")
                .alert());
    }
}
