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
import io.auscult.core.event.IpAddress;
import io.auscult.core.flow.FlowEvents;
import io.auscult.core.protocol.dhcp.Dhcp6Parser;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who configures IPv6 in a segment (a VLAN): a further router beside one that lives, which takes the way out; and a DHCPv6 server that makes itself the name server though it
 * is no router, which takes the names of hosts whose network has no IPv6. Each is told once; many routers at once are a flood and high. At most {@link #KNOWN} routers and servers of a
 * segment are told apart. Detect thread.
 */
public final class RouterDetector implements Detector {
    static final int CAPACITY = 4_096; // segments
    static final int KNOWN = 8; // of each kind in a segment

    private static final int ICMPV6 = 58;
    private static final int ROUTER_ADVERTISEMENT = 134; // RFC 4861 section 4.2
    private static final int ADVERTISE = 2, REPLY = 7; // RFC 8415 section 7.3
    private static final long LINK_LOCAL = 0xFE80L << 48;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long LIVES_NS =
            1_800 * SECOND_NS; // AdvDefaultLifetime, three times the longest interval: RFC 4861 section 6.2.1
    private static final long FLOOD_NS = 60 * SECOND_NS;
    private static final int FLOOD = 5;

    private final IdentityRules rules;
    private final StateTable<Segment> segments;

    public RouterDetector(IdentityRules rules, Counters counters) {
        this.rules = rules;
        segments = new StateTable<>(CAPACITY, 1, counters, Segment::new);
    }

    private static final class Segment implements State {
        private final Router[] routers = new Router[KNOWN];
        private final Router[] servers = new Router[KNOWN];
        private int routerCount;
        private int serverCount;
        private long firstNs;
        private long floodNs;
        private int newcomers;

        @Override
        public void clear() {
            routerCount = 0;
            serverCount = 0;
            newcomers = 0;
            floodNs = Long.MIN_VALUE / 2;
        }

        @Nullable
        Router router(long high, long low) {
            return find(routers, routerCount, high, low);
        }

        /** The newcomer, or null where it is known or there is no room. */
        @Nullable
        Router newServer(long high, long low) {
            if (find(servers, serverCount, high, low) != null || serverCount == KNOWN) {
                return null;
            }
            return add(servers, serverCount++, high, low);
        }

        /** The newcomer; the one that was silent longest gives way. */
        Router newRouter(long high, long low) {
            if (routerCount < KNOWN) {
                return add(routers, routerCount++, high, low);
            }
            int idle = 0;
            for (int i = 1; i < KNOWN; i++) {
                idle = routers[i].lastNs < routers[idle].lastNs ? i : idle;
            }
            return add(routers, idle, high, low);
        }

        private static Router add(Router[] list, int at, long high, long low) {
            Router added = list[at] == null ? new Router() : list[at];
            list[at] = added;
            added.high = high;
            added.low = low;
            added.prefix = 0;
            added.isDefault = false;
            return added;
        }

        private static @Nullable Router find(Router[] list, int count, long high, long low) {
            for (int i = 0; i < count; i++) {
                if (list[i].low == low && list[i].high == high) {
                    return list[i];
                }
            }
            return null;
        }

        /** Another router that is the way out at this time. */
        @Nullable
        Router other(Router than, long nowNs) {
            for (int i = 0; i < routerCount; i++) {
                if (routers[i] != than && routers[i].isDefault && nowNs - routers[i].lastNs <= LIVES_NS) {
                    return routers[i];
                }
            }
            return null;
        }

        boolean announcedByAnother(Router than) {
            for (int i = 0; i < routerCount; i++) {
                if (routers[i] != than && routers[i].prefix == than.prefix) {
                    return true;
                }
            }
            return than.prefix == 0;
        }
    }

    private static final class Router {
        private long high;
        private long low;
        private long prefix; // upper half; 0 for none
        private long lastNs;
        private boolean isDefault;
    }

    @Override
    public List<EventType> wants() {
        return List.of(FlowEvents.ICMP, Dhcp6Parser.MESSAGE);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        if (e.is(Dhcp6Parser.MESSAGE)) {
            long type = e.number(Dhcp6Parser.TYPE);
            if ((type == ADVERTISE || type == REPLY) && isLinkLocal(e.addressHigh(Dhcp6Parser.SERVER))) {
                onServer(e, alerts);
            }
        } else if (e.proto() == ICMPV6 && e.number(FlowEvents.ICMP_TYPE) == ROUTER_ADVERTISEMENT) {
            onRouter(e, alerts);
        }
    }

    private static boolean isLinkLocal(long high) {
        return high == LINK_LOCAL;
    }

    private Segment segment(Event e) {
        Segment segment = segments.at((long) e.vlan() << 32 | e.innerVlan());
        if (segments.isFresh()) {
            segment.firstNs = e.timestampNs();
        }
        return segment;
    }

    private void onRouter(Event e, AlertSink alerts) {
        boolean fromOrig = e.flag(FlowEvents.ICMP_IS_ORIG);
        long high = fromOrig ? e.origHigh() : e.respHigh();
        long low = fromOrig ? e.origLow() : e.respLow();
        Segment segment = segment(e);
        long nowNs = e.timestampNs();
        Router router = segment.router(high, low);
        boolean isNew = router == null;
        if (router == null) {
            router = segment.newRouter(high, low);
        }
        boolean wasDefault = router.isDefault;
        router.lastNs = nowNs;
        router.isDefault = e.number(FlowEvents.ICMP_ROUTER_LIFETIME) > 0;
        router.prefix = e.addressHigh(FlowEvents.ICMP_ROUTER_PREFIX);
        Router other = segment.other(router, nowNs);
        if (!isNew && wasDefault || !router.isDefault || other == null) {
            return;
        }
        if (nowNs - segment.floodNs > FLOOD_NS) {
            segment.floodNs = nowNs;
            segment.newcomers = 0;
        }
        segment.newcomers++;
        if (segment.newcomers > FLOOD) {
            return; // told as a flood
        }
        boolean flood = segment.newcomers == FLOOD;
        boolean learned = nowNs - segment.firstNs >= LIVES_NS;
        boolean samePrefix = segment.announcedByAnother(router);
        alerts.raise(new AlertDraft(rules.ipv6Router, Party.of(new IpAddress(high, low)), e)
                .kind(flood ? "flood of IPv6 routers" : "second IPv6 router")
                .level(flood ? Level.HIGH : learned || !samePrefix ? Level.MEDIUM : Level.LOW)
                .confidence(flood ? Confidence.HIGH : learned && !samePrefix ? Confidence.MEDIUM : Confidence.LOW)
                .outcome(Outcome.UNKNOWN)
                .evidence("first_router", new IpAddress(other.high, other.low))
                .evidence("same_network", samePrefix ? "yes" : "no")
                .evidence("newcomers", segment.newcomers)
                .alert());
    }

    private void onServer(Event e, AlertSink alerts) {
        long high = e.addressHigh(Dhcp6Parser.SERVER);
        long low = e.addressLow(Dhcp6Parser.SERVER);
        if (e.listCount(Dhcp6Parser.RELAYS) > 0 || !namesItself(e, high, low)) {
            return;
        }
        Segment segment = segment(e);
        Router router = segment.router(high, low);
        if (router != null && router.isDefault || segment.newServer(high, low) == null) {
            return;
        }
        Party server = Party.of(new IpAddress(high, low));
        alerts.raise(new AlertDraft(rules.dhcpv6Server, server, e)
                .kind("DHCPv6 server that makes itself the name server")
                .target(Party.of(e.address(Dhcp6Parser.CLIENT)))
                .outcome(Outcome.UNKNOWN)
                .evidence("is_router", router == null ? "no sign of it" : "no")
                .alert());
    }

    private static boolean namesItself(Event e, long high, long low) {
        for (int i = 0; i < e.listCount(Dhcp6Parser.DNS_SERVERS); i++) {
            IpAddress server = e.addressAt(Dhcp6Parser.DNS_SERVERS, i);
            if (server.low() == low && server.high() == high) {
                return true;
            }
        }
        return false;
    }
}
