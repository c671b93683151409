package io.auscult.core.flow;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.decode.Packet;
import io.auscult.core.event.EventWriter;
import org.jspecify.annotations.Nullable;

/**
 * Finds or begins the flow of a packet and keeps its counts and state. Finds out what became of the first request and says so once, as a
 * {@code contact} event. One per lane; works on the {@link FlowShard} of whichever shard the packet belongs to.
 */
public final class FlowTracker {
    private static final int SCTP_INIT_ACK = 2;
    private static final int SCTP_ABORT = 6;
    private static final int EVICTED_TOGETHER = 16;

    private final Deadlines deadlines;
    private final TcpTracker tcp;
    private final ServerPorts serverPorts = new ServerPorts();
    private final ConnWriter events;
    private final IcmpErrors icmpErrors = new IcmpErrors();
    private final Counters counters;
    private final FlowEnd end;
    private final long attemptNs;
    private final int[] oldest = new int[EVICTED_TOGETHER];
    private final Packet syn = new Packet();
    private final Flow synFlow = new Flow();
    private final Packet quoted = new Packet();
    private boolean fromOrig;

    /** @param end called for a flow that must make room or is begun anew */
    public FlowTracker(FlowSettings settings, ConnWriter events, Counters counters, FlowEnd end) {
        this.deadlines = new Deadlines(settings);
        this.attemptNs = settings.tcpAttemptNs();
        this.tcp = new TcpTracker(settings);
        this.events = events;
        this.counters = counters;
        this.end = end;
    }

    /** The key that {@link FlowTable} wants for this packet. */
    public static int hash(Packet p) {
        return p.flowHash;
    }

    /** Takes a decoded IP packet into account and answers its flow; null for one that is no more than a SYN. */
    public @Nullable Flow onPacket(FlowShard shard, Packet p, int hash, EventWriter out) {
        int srcPort = p.srcPort;
        int dstPort = p.dstPort;
        boolean oneWay = false;
        if (p.type == Packet.Type.ICMP) {
            int counterpart = IcmpTypes.counterpart(p.proto, srcPort);
            oneWay = counterpart == IcmpTypes.NONE;
            dstPort = oneWay ? dstPort : counterpart;
        } else if (p.type == Packet.Type.OTHER_IP) {
            srcPort = 0;
            dstPort = 0;
        }
        Flow flow = shard.table.find(p, hash, srcPort, dstPort);
        out.connection(flow);
        if (flow != null
                && (deadlines.of(flow) <= p.timestampNs
                        || flow.tcp && tcp.isReuse(flow, p, isFromOrig(flow, p, p.srcPort), out))) {
            end.onEnd(shard, flow);
            flow = null;
        }
        if (flow == null && p.type == Packet.Type.TCP) {
            flow = afterSyn(shard, p, hash, out);
            if (flow == null && isPlainSyn(p)) {
                keepSyn(shard, p, hash, out);
                return null;
            }
        }
        if (flow == null) {
            flow = begin(shard, p, hash, srcPort, dstPort, oneWay);
        } else {
            fromOrig = isFromOrig(flow, p, srcPort);
        }
        out.connection(flow);
        take(shard, flow, p, out);
        if (flow.contactOpen) {
            judge(flow, p, out);
        }
        return flow;
    }

    private static boolean isFromOrig(Flow flow, Packet p, int srcPort) {
        return flow.origLow == p.srcLow
                && flow.origPort == srcPort
                && flow.origHigh == p.srcHigh
                && (flow.respPort != srcPort || flow.respLow == p.dstLow && flow.respHigh == p.dstHigh);
    }

    private void take(FlowShard shard, Flow flow, Packet p, EventWriter out) {
        count(flow, p);
        if (flow.tcp) {
            boolean first = flow.orig.packets + flow.resp.packets == 1;
            tcp.onSegment(flow, p, fromOrig, out);
            if (first) {
                shard.table.schedule(flow, deadlines.of(flow));
            }
        } else {
            countOther(flow, p, out);
        }
    }

    private static boolean isPlainSyn(Packet p) {
        return (p.flags & (TcpTracker.SYN | TcpTracker.ACK | TcpTracker.FIN | TcpTracker.RST | TcpTracker.URG))
                        == TcpTracker.SYN
                && p.payloadLength == 0
                && p.window != 0
                && !p.transportChecksumBad;
    }

    private void keepSyn(FlowShard shard, Packet p, int hash, EventWriter out) {
        if (shard.syns.isFull()) {
            int count = shard.syns.oldest(oldest);
            counters.add(Counter.FLOWS_EVICTED, count);
            for (int i = 0; i < count; i++) {
                endSyn(shard.syns, oldest[i], out);
            }
        }
        shard.syns.add(p, hash);
        counters.increment(Counter.FLOWS_CREATED);
    }

    /** If the packet belongs to a flow that was only a SYN so far, makes a flow of that. */
    private @Nullable Flow afterSyn(FlowShard shard, Packet p, int hash, EventWriter out) {
        int place = shard.syns.find(p, hash);
        if (place < 0) {
            return null;
        }
        shard.syns.read(place, syn);
        if (syn.timestampNs + attemptNs <= p.timestampNs) {
            endSyn(shard.syns, place, out);
            return null;
        }
        Flow flow = promote(shard, place, out);
        if (tcp.isReuse(flow, p, isFromOrig(flow, p, p.srcPort), out)) {
            end.onEnd(shard, flow);
            return null;
        }
        return flow;
    }

    /** The SYN was read into {@link #syn}. */
    private Flow promote(FlowShard shard, int place, EventWriter out) {
        long options = shard.syns.optionKinds(place);
        int scale = shard.syns.windowScale(place);
        shard.syns.remove(place);
        makeRoom(shard);
        Flow flow = shard.table.insert(syn.flowHash);
        fill(flow, shard.number, options, scale, out);
        shard.table.schedule(flow, deadlines.of(flow));
        return flow;
    }

    /** Makes a flow of the SYN in {@link #syn}, as if it had just come. */
    private void fill(Flow flow, int shard, long options, int scale, EventWriter out) {
        start(flow, syn, syn.flowHash, syn.srcPort, syn.dstPort, false);
        out.connection(flow);
        flow.shard = shard;
        flow.firstOptions = options;
        fromOrig = true;
        count(flow, syn);
        tcp.onSegment(flow, syn, true, out);
        flow.orig.windowScale = (byte) Math.clamp(scale, 0, TcpTracker.MAX_WINDOW_SCALE);
    }

    /** A flow that never became more than a SYN ends. */
    private void endSyn(SynRing ring, int place, EventWriter out) {
        ring.read(place, syn);
        synFlow.reset();
        fill(synFlow, 0, ring.optionKinds(place), ring.windowScale(place), out);
        ring.remove(place);
        counters.increment(Counter.FLOWS_ENDED);
        events.end(synFlow, out);
    }

    /** Ends flow {@code i} of the list. */
    public void end(ExpiredFlows expired, int i, FlowShard[] shards, EventWriter out) {
        Flow flow = expired.flow(i);
        if (flow == null) {
            endSyn(expired.ring(i), expired.place(i), out);
        } else {
            end.onEnd(shards[flow.shard], flow);
        }
    }

    /** Whether the packet just taken came from the originator. A reversed handshake may have turned the flow. */
    public boolean fromOrig() {
        return fromOrig;
    }

    /** Finds the flows whose time has come; the clock has moved to {@code nowNs}. */
    public void advance(FlowShard shard, long nowNs, ExpiredFlows expired) {
        shard.table.advance(nowNs, deadlines, expired);
        shard.syns.expired(nowNs - attemptNs, expired);
    }

    private void makeRoom(FlowShard shard) {
        if (shard.table.isFull()) {
            counters.increment(Counter.FLOWS_EVICTED);
            end.onEnd(shard, shard.table.victim(deadlines));
        }
    }

    private Flow begin(FlowShard shard, Packet p, int hash, int srcPort, int dstPort, boolean oneWay) {
        makeRoom(shard);
        Flow flow = shard.table.insert(hash);
        counters.increment(Counter.FLOWS_CREATED);
        start(flow, p, hash, srcPort, dstPort, oneWay);
        flow.shard = shard.number;
        flow.firstOptions = flow.tcp ? TcpOptions.kinds(p) : 0;
        fromOrig = true;
        if (looksLikeAnswer(flow, p)) {
            flow.flip();
            fromOrig = false;
        }
        if (!flow.tcp) {
            shard.table.schedule(flow, deadlines.of(flow));
        }
        return flow;
    }

    private static void start(Flow flow, Packet p, int hash, int srcPort, int dstPort, boolean oneWay) {
        flow.firstNs = p.timestampNs;
        flow.lastNs = p.timestampNs;
        flow.firstPacket = p.number;
        flow.proto = p.proto;
        flow.origHigh = p.srcHigh;
        flow.origLow = p.srcLow;
        flow.origPort = srcPort;
        flow.respHigh = p.dstHigh;
        flow.respLow = p.dstLow;
        flow.respPort = dstPort;
        flow.vlan = p.vlan;
        flow.innerVlan = p.innerVlan;
        flow.iface = p.iface;
        flow.tunnelParent = p.tunnelParent;
        flow.uid = mix(p.number * 0x9E3779B97F4A7C15L ^ hash ^ p.timestampNs ^ (long) p.tunnelCount << 56);
        flow.tcp = p.type == Packet.Type.TCP;
        flow.udp = p.type == Packet.Type.UDP;
        flow.icmp = p.type == Packet.Type.ICMP;
        flow.icmpOneWay = oneWay;
        flow.sctp = p.type == Packet.Type.SCTP;
        flow.contactOpen = !flow.icmp || IcmpTypes.isRequest(p.proto, srcPort);
        flow.firstFlags = flow.tcp ? p.flags : flow.sctp ? Math.max(0, sctpChunk(p)) : 0;
        flow.firstWindow = flow.tcp ? p.window : 0;
        flow.firstPayload = p.payloadLength;
        flow.firstTtl = p.ttl;
        flow.firstIpId = p.ipId;
    }

    /** Whether ports and flags say that the first packet seen came from the server. */
    private boolean looksLikeAnswer(Flow flow, Packet p) {
        if (flow.udp) {
            return serverPorts.isUdp(p.srcPort) && !serverPorts.isUdp(p.dstPort);
        }
        if (!flow.tcp || (p.flags & TcpTracker.SYN) != 0 && (p.flags & TcpTracker.ACK) == 0) {
            return false;
        }
        return serverPorts.isTcp(p.srcPort)
                && (!serverPorts.isTcp(p.dstPort) || (p.flags & TcpTracker.SYN) == 0 && p.srcPort < p.dstPort);
    }

    private void count(Flow flow, Packet p) {
        Endpoint side = flow.endpoint(fromOrig);
        side.packets++;
        side.ipBytes += p.ipLength;
        if (side.mac == 0) {
            side.mac = p.srcMac;
        }
        Endpoint peer = flow.endpoint(!fromOrig);
        if (peer.mac == 0) {
            peer.mac = p.dstMac;
        }
        if (flow.tunnelParent == 0) {
            flow.tunnelParent = p.tunnelParent;
        }
    }

    private void countOther(Flow flow, Packet p, EventWriter out) {
        flow.lastNs = Math.max(flow.lastNs, p.timestampNs);
        Endpoint side = flow.endpoint(fromOrig);
        side.payloadBytes += p.payloadLength;
        boolean first = !side.active;
        if (!first && fromOrig && p.payloadLength != flow.firstPayload) {
            flow.variedPayload = true;
        }
        side.active = true;
        if (flow.udp) {
            flow.checkHistory(side, 1, 'D');
            if (p.transportChecksumBad) {
                flow.scaledHistory(side, ++side.badChecksums, 'C');
            }
        } else if (flow.icmp) {
            boolean error = IcmpTypes.isError(p.proto, p.srcPort);
            if (error || first) {
                icmpErrors.write(flow, p, fromOrig, error, out);
            }
        }
    }

    /** Decides what became of the first request, as soon as that is known. */
    private void judge(Flow flow, Packet p, EventWriter out) {
        if (flow.tcp) {
            judgeTcp(flow, p, out);
        } else if (!fromOrig) {
            int outcome = flow.orig.packets == 0 ? FlowEvents.UNSOLICITED : FlowEvents.ANSWERED;
            if (flow.sctp && outcome == FlowEvents.ANSWERED && sctpChunk(p) == SCTP_ABORT) {
                outcome = FlowEvents.REFUSED;
            }
            events.contact(flow, outcome, p, 0, out);
        } else if (flow.sctp
                && flow.orig.packets == 1
                && (sctpChunk(p) == SCTP_INIT_ACK || sctpChunk(p) == SCTP_ABORT)) {
            events.contact(flow, FlowEvents.UNSOLICITED, p, 0, out);
        }
    }

    private static int sctpChunk(Packet p) {
        return p.payloadCaptured > 0 ? p.bytes[p.payloadOffset] & 0xFF : -1;
    }

    private void judgeTcp(Flow flow, Packet p, EventWriter out) {
        boolean syn = (p.flags & TcpTracker.SYN) != 0;
        boolean rst = (p.flags & TcpTracker.RST) != 0;
        boolean ack = (p.flags & TcpTracker.ACK) != 0;
        boolean firstPacket = flow.orig.packets + flow.resp.packets == 1;
        if (firstPacket) {
            if (syn && ack || rst) {
                events.contact(flow, FlowEvents.UNSOLICITED, p, 0, out);
            } else if (!fromOrig) {
                events.contact(flow, FlowEvents.MIDSTREAM, p, 0, out);
            }
            return;
        }
        boolean asked = (flow.firstFlags & TcpTracker.SYN) != 0;
        if (fromOrig) {
            if (asked && ack && !syn && !rst && flow.resp.packets == 0) {
                events.contact(flow, FlowEvents.ONE_SIDED, null, 0, out); // it goes on as if it had been answered
            }
            return;
        }
        if (rst) {
            events.contact(flow, FlowEvents.REFUSED, p, 0, out);
        } else if (asked && (syn || p.payloadLength > 0)) {
            events.contact(flow, FlowEvents.ANSWERED, p, 0, out);
        } else if (!asked) {
            events.contact(flow, FlowEvents.MIDSTREAM, p, 0, out);
        }
    }

    /** An ICMP error from the responder itself answers the flow whose packet it quotes. */
    public void onIcmpError(FlowShard shard, Packet p, EventWriter out) {
        if (p.type != Packet.Type.ICMP || !IcmpTypes.isUnreachable(p.proto, p.srcPort) || !icmpErrors.readQuoted(p)) {
            return;
        }
        boolean samePair = icmpErrors.srcHigh == p.dstHigh
                && icmpErrors.srcLow == p.dstLow
                && icmpErrors.dstHigh == p.srcHigh
                && icmpErrors.dstLow == p.srcLow;
        if (!samePair) {
            return; // a router speaks: that flow may be of another shard; detectors read the icmp event
        }
        Flow asked = shard.table.find(
                icmpErrors.hash(),
                icmpErrors.proto,
                icmpErrors.srcHigh,
                icmpErrors.srcLow,
                icmpErrors.srcPort,
                icmpErrors.dstHigh,
                icmpErrors.dstLow,
                icmpErrors.dstPort);
        if (asked == null && icmpErrors.proto == 6) {
            icmpErrors.quoted(quoted);
            int place = shard.syns.find(quoted, icmpErrors.hash());
            if (place >= 0) {
                shard.syns.read(place, syn);
                asked = promote(shard, place, out);
            }
        }
        if (asked != null && asked.contactOpen) {
            int outcome = IcmpTypes.isPortUnreachable(p.proto, p.srcPort, p.dstPort)
                    ? FlowEvents.REFUSED
                    : FlowEvents.UNREACHABLE;
            out.connection(asked);
            events.contact(asked, outcome, p, p.srcPort << 8 | p.dstPort, out);
        }
    }

    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
