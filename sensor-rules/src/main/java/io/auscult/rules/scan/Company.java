package io.auscult.rules.scan;

import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.detect.AddressSample;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.PortSample;
import io.auscult.core.detect.State;
import io.auscult.core.event.Event;
import io.auscult.core.event.IpAddress;
import io.auscult.core.flow.FlowEvents;
import java.util.StringJoiner;

/** Up to {@link #MOST} sources that try the ports of one target, or the targets of one service, at the same time; later ones are left out. Detect thread. */
final class Company implements State {
    /** Sources that make a company. */
    static final int FEWEST = 3;

    private static final int MOST = 32;
    private static final int FEWEST_OF_ONE_PORT = 2; // decoys that share a source port
    private static final int FIRST_FREE_PORT = 1_024;
    private static final long TOGETHER_NS = 120_000_000_000L;
    private static final long DECOYS_NS = 10_000_000_000L; // probes of decoys leave together
    private static final int PRECISION = 12;

    /** One source. */
    private static final class Member {
        private long high;
        private long low;
        private long mac;
        private int srcPort;
        private int firstTried;
        private long joinedNs;
        private boolean inside;
        /** Its packets are no operating system's. */
        private boolean raw;
        /** It was found scanning. */
        private boolean found;
        /** It is one of those that one machine sends as. */
        private boolean decoy;
        /** It reset what the target accepted: a machine is there. */
        private boolean resets;
        /** It left unanswered what the target accepted. */
        private boolean absent;
    }

    private final Member[] members = new Member[MOST];
    private int size;
    private int decoysOfOnePort;
    final DistinctCounter services = new DistinctCounter(Campaign.EXACT, PRECISION);
    final DistinctCounter hosts = new DistinctCounter(Campaign.EXACT, PRECISION);
    final PortSample ports = new PortSample();
    final AddressSample targets = new AddressSample();
    long targetHigh;
    long targetLow;
    int port;
    boolean sweep;
    long firstNs;
    long lastNs;
    /** Which member is no decoy, -1 where that cannot be told. */
    int real;

    String reason = "";
    ConnectionRef connection = ConnectionRef.NONE;
    /** How many sources were told of. */
    int told;

    private long toldMeasure;
    private long nextAt;

    @Override
    public void clear() {
        size = 0;
        decoysOfOnePort = 0;
        services.clear();
        hosts.clear();
        ports.clear();
        targets.clear();
        real = -1;
        told = 0;
        toldMeasure = 0;
    }

    /** One more contact of a member. Begins anew after a silence. */
    void refresh(Contact c, boolean isSweep) {
        long nowNs = c.event.timestampNs();
        if (size > 0 && nowNs - lastNs > TOGETHER_NS) {
            clear();
        }
        if (size == 0) {
            firstNs = nowNs;
            targetHigh = c.dstHigh;
            targetLow = c.dstLow;
            port = c.port;
            sweep = isSweep;
        }
        lastNs = nowNs;
    }

    int indexOf(long high, long low) {
        for (int i = 0; i < size; i++) {
            if (members[i].high == high && members[i].low == low) {
                return i;
            }
        }
        return -1;
    }

    /** @return which member this source is now, -1 when there is no room */
    int join(Contact c, int firstTried) {
        int known = indexOf(c.srcHigh, c.srcLow);
        if (known >= 0 || size == MOST) {
            return known;
        }
        if (members[size] == null) {
            members[size] = new Member();
        }
        Member member = members[size];
        member.high = c.srcHigh;
        member.low = c.srcLow;
        member.mac = c.mac;
        member.srcPort = c.isIcmp() ? 0 : c.srcPort;
        member.firstTried = firstTried;
        member.joinedNs = c.event.timestampNs();
        member.inside = c.localOrig;
        member.raw = c.kind != ProbeKind.CONNECT && !c.isIcmp();
        member.found = false;
        member.decoy = false;
        member.resets = false;
        member.absent = false;
        return size++;
    }

    /** This member scans by itself. Decoys are those whose probes leave with its own: from the same source port, or from one network card in the same order. */
    void found(int self, Surroundings surroundings) {
        members[self].found = true;
        boolean macTells = isOfOneStation(surroundings);
        for (int i = 0; i < size; i++) {
            if (i != self && leaveTogether(members[self], members[i], macTells)) {
                members[self].decoy = true;
                members[i].decoy = true;
            }
        }
    }

    /** Whether the hardware address that all have is one of theirs and not a router's, as far as ARP tells. */
    boolean isOfOneStation(Surroundings surroundings) {
        long mac = commonMac();
        boolean own = mac != 0 && !surroundings.isKnown(mac);
        for (int i = 0; i < size; i++) {
            own |= surroundings.isOwn(mac, members[i].high, members[i].low);
        }
        return own;
    }

    private boolean leaveTogether(Member a, Member b, boolean macTells) {
        if (Math.abs(a.joinedNs - b.joinedNs) > DECOYS_NS) {
            return false;
        }
        if (a.srcPort == b.srcPort && a.srcPort >= FIRST_FREE_PORT) {
            decoysOfOnePort++;
            return true;
        }
        return macTells && a.raw && b.raw && a.firstTried == b.firstTried;
    }

    boolean isOfDecoys() {
        int decoys = 0;
        for (int i = 0; i < size; i++) {
            decoys += members[i].decoy ? 1 : 0;
        }
        return decoys >= (decoysOfOnePort > 0 ? FEWEST_OF_ONE_PORT : FEWEST);
    }

    /** Whether the alert of this company speaks for this member. */
    boolean has(int i, boolean ofDecoys) {
        return ofDecoys ? members[i].decoy : members[i].found;
    }

    /** How many it speaks for. */
    int count() {
        boolean ofDecoys = isOfDecoys();
        int count = 0;
        for (int i = 0; i < size; i++) {
            count += has(i, ofDecoys) ? 1 : 0;
        }
        return count;
    }

    boolean hasInside() {
        for (int i = 0; i < size; i++) {
            if (members[i].inside) {
                return true;
            }
        }
        return false;
    }

    /** The hardware address that all have, 0 where they have several. */
    long commonMac() {
        long mac = size == 0 ? 0 : members[0].mac;
        for (int i = 1; i < size; i++) {
            mac = members[i].mac == mac ? mac : 0;
        }
        return mac;
    }

    /** What a member's machine does with connections that the target accepted in its name. */
    void onConn(Event e) {
        int i = indexOf(e.origHigh(), e.origLow());
        int length = e.length(FlowEvents.HISTORY);
        if (i < 0 || length < 2) {
            return;
        }
        int at = e.offset(FlowEvents.HISTORY);
        if (e.bytes()[at] == 'S' && e.bytes()[at + 1] == 'h') {
            boolean alone = length == 2 || e.bytes()[at + 2] == 'r';
            members[i].absent |= alone;
            members[i].resets |= !alone;
        }
    }

    /**
     * Finds out who sends as all the others: whose hardware address it is; the only one that is there; the only one of our networks, as senders outside seldom get
     * an address of ours past the border. The order of probes, their lifetimes and windows tell nothing: nmap gives decoys the same.
     */
    void findReal(Surroundings surroundings) {
        real = -1;
        reason = "cannot be told";
        long mac = commonMac();
        for (int i = 0; i < size; i++) {
            if (members[i].decoy && surroundings.isOwn(mac, members[i].high, members[i].low)) {
                real = i;
                reason = "the hardware address is its own";
                return;
            }
        }
        if (isAlone(true, mac, surroundings)) {
            reason = "the only one whose machine answers the target";
        } else if (isAlone(false, mac, surroundings)) {
            reason = "the only address of our networks";
        }
    }

    /** Whether one member alone remains; sets {@link #real}. */
    private boolean isAlone(boolean byPresence, long mac, Surroundings surroundings) {
        int remaining = 0;
        for (int i = 0; i < size; i++) {
            Member member = members[i];
            boolean excluded = byPresence
                    ? !member.resets || member.absent || surroundings.isElsewhere(mac, member.high, member.low)
                    : !member.inside;
            if (member.decoy && !excluded) {
                remaining++;
                real = i;
            }
        }
        if (remaining == 1) {
            return true;
        }
        real = -1;
        return false;
    }

    IpAddress address(int i) {
        return new IpAddress(members[i].high, members[i].low);
    }

    int size() {
        return size;
    }

    String names() {
        boolean ofDecoys = isOfDecoys();
        StringJoiner names = new StringJoiner(", ");
        for (int i = 0; i < size; i++) {
            if (has(i, ofDecoys)) {
                names.add(address(i).toString());
            }
        }
        return names.toString();
    }

    long measure() {
        return Math.max(services.count(), hosts.count());
    }

    boolean isDue() {
        return measure() >= nextAt;
    }

    boolean hasNews(Surroundings surroundings) {
        int before = real;
        if (isOfDecoys()) {
            findReal(surroundings);
        }
        return real != before || count() > told || measure() > toldMeasure;
    }

    void told() {
        told = count();
        toldMeasure = measure();
        nextAt = 10;
        while (nextAt <= toldMeasure) {
            nextAt *= 10;
        }
    }
}
