package io.auscult.core.protocol.dns;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.identity.HostNames;
import java.util.Arrays;
import java.util.List;

/**
 * DNS over UDP and TCP (RFC 1035), mDNS (RFC 6762), LLMNR (RFC 4795) and the NetBIOS name service (RFC 1002): one {@code dns} event for each
 * query with its reply, and for what stays alone when the connection ends. Messages are paired by transaction id, first come first
 * served. At {@link #MAX_PENDING} the oldest is logged as it is.
 */
public final class DnsParser implements ProtocolParser {
    public static final EventType DNS = EventType.of("dns", "A DNS query with its reply, or one of them alone.");
    static final Field PROTO = DNS.text("proto", "udp or tcp.");
    static final Field TRANS_ID = DNS.count("trans_id", "The 16 bits that pair query and reply.");
    static final Field RTT = DNS.interval("rtt", "From query to reply.");
    static final Field QUERY =
            DNS.text("query", "The name asked for, in lower case; of an update, the first name in it.");
    static final Field QCLASS = DNS.count("qclass", "Class of the question.");
    static final Field QCLASS_NAME = DNS.text("qclass_name", "Its name.");
    static final Field QTYPE = DNS.count("qtype", "Type of the question.");
    static final Field QTYPE_NAME = DNS.text("qtype_name", "Its name.");
    static final Field RCODE = DNS.count("rcode", "Response code, the extended bits of EDNS included.");
    static final Field RCODE_NAME = DNS.text("rcode_name", "Its name.");
    static final Field AA = DNS.bool("AA", "The reply is authoritative.");
    static final Field TC = DNS.bool("TC", "Query or reply was cut to fit.");
    static final Field RD = DNS.bool("RD", "The query asked for recursion.");
    static final Field RA = DNS.bool("RA", "The server offers recursion.");
    static final Field Z = DNS.count("Z", "Z, AD and CD bits of the query as one number.");
    static final Field ANSWERS =
            DNS.textList("answers", "Data of the answer records; of an update, what it demands, adds and deletes.");
    static final Field TTLS = DNS.intervalList("TTLs", "Time to live of each answer.");
    static final Field REJECTED = DNS.bool("rejected", "The server refused, or replied without any record.");
    static final Field OPCODE = DNS.count("opcode", "Kind of query.");
    static final Field OPCODE_NAME = DNS.text("opcode_name", "Its name.");

    public static final Protocol PROTOCOL = new Protocol(
            "dns",
            true,
            true,
            List.of(DnsCodes.PORT, DnsCodes.NETBIOS_PORT, DnsCodes.MDNS_PORT, DnsCodes.LLMNR_PORT),
            DnsProbe::probe,
            DnsParser::new,
            List.of(DNS, HostNames.HOST_NAME));

    /** Unpaired messages of one flow. */
    static final int MAX_PENDING = 64;

    /** Bytes of unpaired messages kept for a flow; one more message may be kept beside them. */
    static final int MAX_PENDING_BYTES = 1 << 16;

    private static final int TCP = 6;
    private static final int MAX_SPARE = 8; // transactions that stay with an idle parser
    private static final int LENGTH_BYTES = 2; // before each message in a stream

    private final DnsMessage message = new DnsMessage();
    private final DnsHosts hosts = new DnsHosts();
    private DnsTransaction[] pending =
            new DnsTransaction[1]; // in order of arrival; those behind pendingCount are spare
    private int pendingCount;
    private boolean overTcp;
    private boolean netbios;
    private final boolean[] afterGap = new boolean[2];
    private final boolean[] lost = new boolean[2]; // what followed a gap was no message
    private boolean reported;

    @Override
    public int onData(StreamView in, EventWriter out) {
        overTcp = in.connection().proto == TCP;
        netbios = in.connection().respPort == DnsCodes.NETBIOS_PORT && !overTcp;
        if (in.isDatagram()) {
            return onMessage(in, 0, in.length(), out) ? in.length() : giveUp(out);
        }
        int d = in.direction().ordinal();
        if (afterGap[d]) {
            if (in.length() < LENGTH_BYTES + DnsMessage.HEADER) {
                return 0;
            }
            afterGap[d] = false;
            lost[d] = !DnsProbe.isMessageStart(in);
        }
        if (lost[d]) {
            return in.length();
        }
        int at = 0;
        while (in.length() - at >= LENGTH_BYTES && in.length() - at - LENGTH_BYTES >= in.u16(at)) {
            int length = in.u16(at);
            if (!onMessage(in, at + LENGTH_BYTES, length, out)) {
                return giveUp(out);
            }
            at += LENGTH_BYTES + length;
        }
        return at;
    }

    private int giveUp(EventWriter out) {
        onEnd(out);
        return REJECT;
    }

    private boolean onMessage(StreamView in, int at, int length, EventWriter out) {
        if (!message.wrap(in, at, length, netbios)) {
            report(Anomaly.DNS_TRUNCATED, out);
            return true;
        }
        if (message.questions() > DnsMessage.MAX_QUESTIONS) {
            report(Anomaly.PROTOCOL_VIOLATION, out);
            return false;
        }
        boolean isReply = message.isReply();
        int partner = find(message.id(), !isReply);
        DnsTransaction transaction = partner >= 0 ? pending[partner] : add(isReply, out);
        if (message.read(transaction)) {
            in.confirm();
        } else {
            report(Anomaly.DNS_LABEL_LIMIT, out);
        }
        if (isReply || netbios) {
            hosts.learn(in, at, length, out);
        }
        if (partner >= 0) {
            if (isReply) {
                transaction.rttNs = Math.max(0, out.nowNs() - transaction.timestampNs);
            }
            transaction.write(out, overTcp, netbios);
            remove(partner);
        } else {
            limitPending(out);
        }
        return true;
    }

    @Override
    public int kept() {
        int kept = 0;
        for (int i = 0; i < pendingCount; i++) {
            kept += pending[i].kept();
        }
        return kept;
    }

    /** A small reply may mean much text, for names are compressed. */
    private void limitPending(EventWriter out) {
        int kept = kept();
        while (kept > MAX_PENDING_BYTES && pendingCount > 1) {
            kept -= pending[0].kept();
            pending[0].write(out, overTcp, netbios);
            remove(0);
        }
    }

    /** Place of the oldest message with this id that waits for its partner; -1 if none. */
    private int find(int id, boolean isReply) {
        for (int i = 0; i < pendingCount; i++) {
            if (pending[i].transId == id && pending[i].isReplyFirst == isReply) {
                return i;
            }
        }
        return -1;
    }

    private DnsTransaction add(boolean isReply, EventWriter out) {
        if (pendingCount == MAX_PENDING) {
            pending[0].write(out, overTcp, netbios);
            remove(0);
        }
        if (pendingCount == pending.length) {
            pending = Arrays.copyOf(pending, Math.min(MAX_PENDING, pendingCount * 2));
        }
        if (pending[pendingCount] == null) {
            pending[pendingCount] = new DnsTransaction();
        }
        DnsTransaction added = pending[pendingCount++];
        added.begin(out.nowNs(), message.id(), message.opcode(), isReply);
        return added;
    }

    private void remove(int i) {
        DnsTransaction removed = pending[i];
        pendingCount--;
        System.arraycopy(pending, i + 1, pending, i, pendingCount - i);
        pending[pendingCount] = removed;
    }

    private void report(Anomaly anomaly, EventWriter out) {
        if (!reported) {
            reported = true;
            out.weird(anomaly, "dns");
        }
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        afterGap[direction.ordinal()] = true;
        lost[direction.ordinal()] = false;
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        for (int i = 0; i < pendingCount; i++) {
            pending[i].write(out, overTcp, netbios);
        }
        pendingCount = 0;
    }

    @Override
    public void reset() {
        pendingCount = 0;
        if (pending.length > MAX_SPARE) {
            pending = new DnsTransaction[1]; // do not hoard what one busy flow needed
        }
        Arrays.fill(afterGap, false);
        Arrays.fill(lost, false);
        reported = false;
    }
}
