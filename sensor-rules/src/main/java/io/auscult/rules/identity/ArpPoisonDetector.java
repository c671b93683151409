package io.auscult.rules.identity;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.AddressSample;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.IpAddress;
import io.auscult.core.flow.FlowEvents;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;

/**
 * ARP cache poisoning: a second station claims an address whose owner is alive before and after. An address that moves (a new lease, a failover) has an owner
 * that falls silent; one that was announced to all, and comes back after a pause with an announcement of its owner, was handed over and back. A single claim counts only of a station that has another address; the shared addresses of VRRP, HSRP and GLBP have hardware addresses of their own; a bridge that puts its own hardware address on copies
 * (virtual machines behind Wi-Fi) claims within a millisecond of the owner. Detect thread.
 */
public final class ArpPoisonDetector implements Detector {
    static final int CAPACITY = 16_384;

    private static final long BROADCAST = 0xFFFF_FFFF_FFFFL;

    private static final long ALIVE_NS = 600_000_000_000L;
    private static final long COPY_NS = 1_000_000L;
    private static final long PAUSE_NS =
            1_000_000_000L; // a station that defends its address is quicker (RFC 5227 section 2.4)
    private static final int HANDOVERS = 2; // more in a row are a dispute
    private static final int SURE_VICTIMS = 2;
    private static final int SURE_TURNS = 4;

    private final IdentityRules rules;
    private final StateTable<Address> addresses;
    private final StateTable<Claimant> claimants;
    private long disputedUntilNs = Long.MIN_VALUE;

    public ArpPoisonDetector(IdentityRules rules, Counters counters) {
        this.rules = rules;
        addresses = new StateTable<>(CAPACITY, 2, counters, Address::new);
        claimants = new StateTable<>(CAPACITY, 1, counters, Claimant::new);
    }

    /** An address and who holds it; while disputed, also who claims it. */
    private static final class Address implements State {
        private long owner;
        private long ownerNs;
        private long rival;
        private long rivalNs;
        private int turns;
        private int told;
        private long firstNs;
        private long firstPacket;
        private boolean announced;
        private int handovers;

        @Override
        public void clear() {
            owner = 0;
            rival = 0;
            turns = 0;
            told = 0;
            handovers = 0;
        }

        /** Whether the owner now takes back what another had announced to hold, and was not heard of meanwhile. */
        private boolean isHandedBack(long nowNs) {
            return announced && rival != 0 && ownerNs < firstNs && nowNs - rivalNs > PAUSE_NS && handovers < HANDOVERS;
        }
    }

    private static final class Claimant implements State {
        private final DistinctCounter victims = new DistinctCounter(16, 4);
        private final AddressSample victimSample = new AddressSample();
        private long ownHigh;
        private long ownLow;
        private boolean hasOwn;
        private boolean copies;

        @Override
        public void clear() {
            victims.clear();
            victimSample.clear();
            hasOwn = false;
            copies = false;
        }
    }

    @Override
    public List<EventType> wants() {
        return List.of(FlowEvents.ARP, FlowEvents.CONTACT);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        long nowNs = e.timestampNs();
        if (e.is(FlowEvents.CONTACT)) {
            if (nowNs <= disputedUntilNs) {
                long mac = e.number(FlowEvents.CONTACT_ORIG_L2_ADDR);
                Address address = mac == 0 ? null : addresses.find(e.origHigh(), e.origLow());
                if (address != null && address.owner == mac) {
                    onOwner(e, e.origHost(), address, nowNs, alerts);
                }
            }
            return;
        }
        IpAddress sender = e.address(FlowEvents.ARP_ORIG_H);
        long mac = e.number(FlowEvents.ARP_ORIG_HW);
        if (sender == null || (int) sender.low() == 0 || mac == 0 || isShared(mac)) {
            return;
        }
        onClaim(e, sender, mac, nowNs, alerts);
    }

    private void onClaim(Event e, IpAddress sender, long mac, long nowNs, AlertSink alerts) {
        Address address = addresses.at(sender.high(), sender.low());
        if (address.owner == 0 || address.owner != mac && nowNs - address.ownerNs > ALIVE_NS) {
            address.clear();
            address.owner = mac;
            address.ownerNs = nowNs;
            Claimant owner = claimants.at(mac);
            if (!owner.hasOwn) {
                owner.hasOwn = true;
                owner.ownHigh = sender.high();
                owner.ownLow = sender.low();
            }
        } else if (address.owner == mac && isAnnouncement(e, sender) && address.isHandedBack(nowNs)) {
            address.ownerNs = nowNs;
            address.rival = 0;
            address.turns = 0;
            address.handovers++;
        } else if (address.owner == mac) {
            onOwner(e, sender, address, nowNs, alerts);
        } else {
            onRival(e, address, mac, isAnnouncement(e, sender), nowNs);
        }
    }

    /** Gratuitous ARP, RFC 5227 section 3: sender and target are the same, and all stations hear it. */
    private static boolean isAnnouncement(Event e, IpAddress sender) {
        return sender.equals(e.address(FlowEvents.ARP_RESP_H)) && e.number(FlowEvents.ARP_DST_MAC) == BROADCAST;
    }

    private void onOwner(Event e, IpAddress host, Address address, long nowNs, AlertSink alerts) {
        address.ownerNs = nowNs;
        if (address.rival != 0
                && nowNs - address.rivalNs <= ALIVE_NS
                && nowNs - address.rivalNs > COPY_NS
                && address.turns >= 2 * address.told) {
            Claimant claimant = claimants.find(address.rival);
            if (claimant != null && !claimant.copies && (claimant.hasOwn || address.turns > 1)) {
                address.told = Math.max(1, address.turns);
                claimant.victims.add(Mix.of(host.high(), host.low()));
                claimant.victimSample.add(host.high(), host.low());
                tell(e, host, address, claimant, alerts);
            }
        }
    }

    private void onRival(Event e, Address address, long mac, boolean announcement, long nowNs) {
        Claimant claimant = claimants.at(mac);
        if (nowNs - address.ownerNs <= COPY_NS) {
            claimant.copies = true;
        }
        if (claimant.copies) {
            return;
        }
        if (address.rival != mac) {
            address.turns = 0;
            address.told = 0;
            address.announced = announcement;
            address.firstNs = nowNs;
            address.firstPacket = e.packetNumber();
        }
        address.rival = mac;
        address.rivalNs = nowNs;
        address.turns++;
        disputedUntilNs = Math.max(disputedUntilNs, nowNs + ALIVE_NS);
    }

    /** Hardware addresses of VRRP (RFC 9568), HSRP 1 and 2, GLBP and CARP. */
    private static boolean isShared(long mac) {
        return mac >>> 16 == 0x00005E00L
                || mac >>> 8 == 0x00000C07ACL
                || mac >>> 12 == 0x00000C9FFL
                || mac >>> 24 == 0x0007B4L;
    }

    private void tell(Event e, IpAddress host, Address address, Claimant claimant, AlertSink alerts) {
        boolean sure = claimant.victims.count() >= SURE_VICTIMS || address.turns >= SURE_TURNS;
        IpAddress own = claimant.hasOwn ? new IpAddress(claimant.ownHigh, claimant.ownLow) : null;
        alerts.raise(new AlertDraft(rules.arpPoisoning, new Party(own, text(address.rival), null, null), e)
                .kind("ARP poisoning")
                .level(sure ? Level.HIGH : Level.MEDIUM)
                .confidence(sure ? Confidence.HIGH : Confidence.MEDIUM)
                .target(new Party(host, text(address.owner), null, null))
                .targets(claimant.victimSample.addresses(), claimant.victims.count())
                .outcome(Outcome.UNKNOWN)
                .count(address.turns)
                .seen(address.firstNs, address.rivalNs, address.firstPacket)
                .evidence("owner", text(address.owner))
                .evidence("claimant", text(address.rival))
                .evidence("claims", address.turns)
                .alert());
    }

    private static String text(long mac) {
        StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            int octet = (int) (mac >>> shift) & 0xFF;
            text.append(text.isEmpty() ? "" : ":")
                    .append(Character.forDigit(octet >>> 4, 16))
                    .append(Character.forDigit(octet & 15, 16));
        }
        return text.toString();
    }
}
