package io.auscult.rules.scan;

import static io.auscult.core.flow.FlowEvents.ANSWERED;
import static io.auscult.core.flow.FlowEvents.MIDSTREAM;
import static io.auscult.core.flow.FlowEvents.ONE_SIDED;
import static io.auscult.core.flow.FlowEvents.REFUSED;
import static io.auscult.core.flow.FlowEvents.SILENT;
import static io.auscult.core.flow.FlowEvents.UNSOLICITED;

import io.auscult.core.event.Event;
import io.auscult.core.event.IpAddress;
import io.auscult.core.flow.FlowEvents;

/** What a {@code contact} event says, read once for all judges. Reused; detect thread. */
final class Contact {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final int SCTP = 132;
    private static final int RST = 4;
    private static final int RST_ACK = 4 | 16;
    private static final int SYN_ACK = 2 | 16;
    private static final int FTP_DATA = 20;
    private static final int DHCP_SERVER = 67;
    private static final int FIRST_TRACEROUTE_PORT = 33_434;
    private static final int LAST_TRACEROUTE_PORT = 33_700;
    private static final int TRACEROUTE_TTL = 32;
    private static final int FIRST_EPHEMERAL = 32_768;

    Event event = new Event();
    long srcHigh;
    long srcLow;
    long dstHigh;
    long dstLow;
    int srcPort;
    /** Port, ICMP type, or IP protocol number: what a scan counts. */
    int port;

    int proto;
    int outcome;
    int flags;
    long startedNs;
    boolean localOrig;
    boolean localResp;
    long mac;
    ProbeKind kind = ProbeKind.SYN;
    /** Known by its answer alone: a mirror of the other direction, or backscatter. */
    boolean secondHand;

    boolean failed;
    boolean answered;
    /** It may as well be a late piece of a connection: its aim looks like a client's port. */
    boolean ambiguous;

    /**
     * Enough for {@link PairMemory}; {@link #readRest} reads the rest.
     *
     * @return false when the event says nothing about what its originator is up to
     */
    boolean read(Event e) {
        outcome = (int) e.number(FlowEvents.CONTACT_OUTCOME);
        if (outcome == UNSOLICITED || outcome == MIDSTREAM) {
            return false;
        }
        event = e;
        secondHand = false;
        proto = e.proto();
        flags = (int) e.number(FlowEvents.CONTACT_FLAGS);
        srcHigh = e.origHigh();
        srcLow = e.origLow();
        dstHigh = e.respHigh();
        dstLow = e.respLow();
        srcPort = e.origPort();
        port = e.respPort();
        if (isForMany(dstHigh, dstLow) || srcLow == 0 && srcHigh == 0 || srcLow == 0xFFFF_0000_0000L && srcHigh == 0) {
            return false;
        }
        ambiguous = false;
        if (proto == TCP ? isTcpNoise() : proto == UDP && isUdpNoise()) {
            return false;
        }
        if (isIcmp()) {
            port = srcPort;
        } else if (proto != TCP && proto != UDP && proto != SCTP) {
            port = proto;
        }
        answered = outcome == ANSWERED;
        failed = !answered && outcome != ONE_SIDED;
        return true;
    }

    /** What only a contact that is out of the ordinary is asked for; after {@link #read}. */
    void readRest() {
        kind = ProbeKind.of(proto, flags, event.number(FlowEvents.CONTACT_OPTIONS), srcPort);
        startedNs = event.number(FlowEvents.CONTACT_STARTED);
        localOrig = event.flag(FlowEvents.CONTACT_LOCAL_ORIG);
        localResp = event.flag(FlowEvents.CONTACT_LOCAL_RESP);
        mac = event.number(FlowEvents.CONTACT_ORIG_L2_ADDR);
    }

    boolean isIcmp() {
        return proto == ICMP || proto == ICMPV6;
    }

    /**
     * An answer whose request was not seen: RST and ACK of a closed port, SYN and ACK of an open one. Tells of the request as far as it can.
     *
     * @return false for anything else (then it is not {@link #secondHand}), and where the asker's port is not the higher one
     */
    boolean readAnswer(Event e) {
        flags = (int) e.number(FlowEvents.CONTACT_FLAGS) & 0x3F;
        secondHand = false;
        if (e.proto() != TCP
                || e.number(FlowEvents.CONTACT_OUTCOME) != UNSOLICITED
                || flags != RST_ACK && flags != SYN_ACK) {
            return false;
        }
        boolean turned = e.number(FlowEvents.CONTACT_PACKETS) == 0; // the flow stage saw the answer and turned it round
        event = e;
        secondHand = true;
        ambiguous = false;
        proto = TCP;
        kind = ProbeKind.SYN;
        srcHigh = turned ? e.origHigh() : e.respHigh();
        srcLow = turned ? e.origLow() : e.respLow();
        dstHigh = turned ? e.respHigh() : e.origHigh();
        dstLow = turned ? e.respLow() : e.origLow();
        srcPort = turned ? e.origPort() : e.respPort();
        port = turned ? e.respPort() : e.origPort();
        localOrig = e.flag(turned ? FlowEvents.CONTACT_LOCAL_ORIG : FlowEvents.CONTACT_LOCAL_RESP);
        localResp = e.flag(turned ? FlowEvents.CONTACT_LOCAL_RESP : FlowEvents.CONTACT_LOCAL_ORIG);
        mac = e.number(turned ? FlowEvents.CONTACT_ORIG_L2_ADDR : FlowEvents.CONTACT_RESP_L2_ADDR);
        startedNs = e.number(FlowEvents.CONTACT_STARTED);
        answered = flags == SYN_ACK;
        failed = !answered;
        outcome = answered ? ANSWERED : REFUSED;
        return port < srcPort && port < FIRST_EPHEMERAL;
    }

    /** A TCP connection that was answered and left without a byte, from its {@code conn} event. */
    void readTouch(Event e, boolean halfOpen) {
        event = e;
        proto = e.proto();
        flags = 2;
        outcome = ANSWERED;
        srcHigh = e.origHigh();
        srcLow = e.origLow();
        dstHigh = e.respHigh();
        dstLow = e.respLow();
        srcPort = e.origPort();
        port = e.respPort();
        kind = halfOpen ? ProbeKind.SYN : ProbeKind.CONNECT;
        mac = 0;
        secondHand = false;
        startedNs = e.timestampNs();
        localOrig = e.flag(FlowEvents.LOCAL_ORIG);
        localResp = e.flag(FlowEvents.LOCAL_RESP);
        answered = true;
        failed = false;
        ambiguous = false;
    }

    /** Resets, and active FTP. Late pieces of connections whose beginning was not seen look like ACK and Maimon probes, with the client's port as their aim. */
    private boolean isTcpNoise() {
        if ((flags & RST) != 0 || srcPort == FTP_DATA) {
            return true;
        }
        boolean middle = (flags & 16) != 0 && (flags & 2) == 0;
        ambiguous = middle && (port >= FIRST_EPHEMERAL || port > srcPort);
        return false;
    }

    /** Late answers of servers, leases, and traceroute. */
    private boolean isUdpNoise() {
        if ((dstLow & 0xFF) == 0xFF && IpAddress.isIpv4(dstHigh, dstLow)) {
            return true; // most likely the broadcast address of its network
        }
        if (srcPort < 1024 && port >= 1024 || srcPort == DHCP_SERVER) {
            return true;
        }
        return port >= FIRST_TRACEROUTE_PORT
                && port <= LAST_TRACEROUTE_PORT
                && event.number(FlowEvents.CONTACT_TTL) <= TRACEROUTE_TTL;
    }

    /** Multicast and broadcast addresses. */
    static boolean isForMany(long high, long low) {
        if (IpAddress.isIpv4(high, low)) {
            int first = (int) (low >>> 24) & 0xFF;
            return first >= 224;
        }
        return high >>> 56 == 0xFF;
    }

    boolean silent() {
        return outcome == SILENT;
    }

    boolean refused() {
        return outcome == REFUSED;
    }

    /** The key of a service: protocol and port. */
    long service() {
        return (long) proto << 16 | port;
    }
}
