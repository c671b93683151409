package io.auscult.core.protocol.dns;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/**
 * One DNS message, RFC 1035 section 4.1, read in place into a {@link DnsTransaction}. One per parser, reused.
 * <pre>
 *  |       id        | QR opcode AA TC RD RA Z rcode |   0
 *  |     questions   |            answers            |   4
 *  |    authority    |           additional          |   8
 * </pre>
 */
final class DnsMessage {
    static final int HEADER = 12; // bytes
    static final int MAX_QUESTIONS = 25; // there is much on port 53 that is not DNS; no resolver asks more at once

    private static final int MAX_RECORDS = 1000; // read in each section; the rest is passed over
    private static final long SECOND_NS = 1_000_000_000L;

    private final DnsRecordText text = new DnsRecordText();

    private StreamView in;
    private int start;
    private int end;
    private int flags;
    private int next;
    private boolean netbios;

    /** One length check: afterwards the header's accessors are safe. */
    boolean wrap(StreamView in, int at, int length, boolean netbios) {
        this.in = in;
        start = at;
        end = at + length;
        next = at + HEADER;
        this.netbios = netbios;
        if (length < HEADER) {
            return false;
        }
        flags = in.u16(at + 2);
        return true;
    }

    int id() {
        return in.u16(start);
    }

    boolean isReply() {
        return (flags & 0x8000) != 0;
    }

    int opcode() {
        return flags >> 11 & 0xF;
    }

    int rcode() {
        return flags & 0xF;
    }

    int questions() {
        return in.u16(start + 4);
    }

    int answers() {
        return in.u16(start + 6);
    }

    int authorities() {
        return in.u16(start + 8);
    }

    int additionals() {
        return in.u16(start + 10);
    }

    /** Z, AD and CD as one number, as Zeek does. */
    int z() {
        return flags >> 4 & 0x7;
    }

    /**
     * Reads the message into the transaction.
     *
     * @return whether questions and answers were whole
     */
    boolean read(DnsTransaction into) {
        if (isReply()) {
            into.hasReply = true;
            into.rcode = rcode();
            into.authoritative = (flags & 0x0400) != 0;
            into.truncated |= (flags & 0x0200) != 0;
            into.recursionAvailable = (flags & 0x0080) != 0;
            into.rejected = rcode() != 0 && questions() == 0;
        }
        boolean whole = opcode() == DnsCodes.OPCODE_UPDATE && !netbios ? readUpdate(into) : readQuery(into);
        readExtended(into);
        return whole;
    }

    private boolean readQuery(DnsTransaction into) {
        for (int n = questions(); n > 0; n--) {
            if (!readQuestion(into)) {
                return false;
            }
        }
        for (int n = Math.min(answers(), MAX_RECORDS); n > 0; n--) {
            if (!readAnswer(into)) {
                return false;
            }
        }
        return skipRecords(Math.max(0, answers() - MAX_RECORDS), null);
    }

    private boolean readQuestion(DnsTransaction into) {
        if (isReply()) {
            boolean empty = answers() == 0 && authorities() == 0 && additionals() == 0;
            into.rejected |= empty;
            if (into.query.isSet() || answers() > 0) {
                next = DnsName.skip(in, end, next);
                return next != DnsName.BROKEN && (next += 4) <= end;
            }
        }
        into.query.clear();
        int behind = DnsName.read(in, start, end, next, into.query, netbios);
        if (behind == DnsName.BROKEN || behind + 4 > end) {
            into.query.clear();
            return false;
        }
        if (netbios) {
            NetbiosName.decode(into.query);
        }
        into.hasType = true;
        into.qtype = in.u16(behind);
        into.qclass = in.u16(behind + 2);
        if (!isReply()) {
            into.recursionDesired = (flags & 0x0100) != 0;
            into.truncated |= (flags & 0x0200) != 0;
            into.z = z();
        }
        next = behind + 4;
        return true;
    }

    private boolean readAnswer(DnsTransaction into) {
        int owner = next;
        if (!into.query.isSet()) {
            if (DnsName.read(in, start, end, owner, into.query, netbios) == DnsName.BROKEN) {
                into.query.clear();
            } else if (netbios) {
                NetbiosName.decode(into.query);
            }
        }
        int at = DnsName.skip(in, end, owner);
        if (at == DnsName.BROKEN || at + 10 > end) {
            return false;
        }
        int length = in.u16(at + 8);
        if (at + 10 + length > end) {
            return false;
        }
        next = at + 10 + length;
        if (!isReply()) {
            return true; // an inquirer does not answer; mDNS lists what it knows already
        }
        TextSlot answer = into.beginAnswer();
        boolean whole = text.append(in, start, owner, at + 10, length, in.u16(at), netbios, answer);
        if (whole) {
            into.endAnswer(in.u32(at + 4) * SECOND_NS);
        } else {
            into.dropAnswer();
        }
        return whole;
    }

    /** A dynamic update, RFC 2136: zone, prerequisites and updates lie where question, answers and authority do. */
    private boolean readUpdate(DnsTransaction into) {
        for (int n = questions(); n > 0; n--) {
            next = DnsName.skip(in, end, next);
            if (next == DnsName.BROKEN || (next += 4) > end) {
                return false;
            }
        }
        boolean seen = into.answerCount() > 0; // servers send the request back
        for (int n = Math.min(answers(), MAX_RECORDS); n > 0; n--) {
            if (!readUpdateRecord(into, true, seen)) {
                return false;
            }
        }
        for (int n = Math.min(authorities(), MAX_RECORDS); n > 0; n--) {
            if (!readUpdateRecord(into, false, seen)) {
                return false;
            }
        }
        return true;
    }

    private boolean readUpdateRecord(DnsTransaction into, boolean prerequisite, boolean seen) {
        int owner = next;
        int at = DnsName.skip(in, end, owner);
        if (at == DnsName.BROKEN || at + 10 > end || at + 10 + in.u16(at + 8) > end) {
            return false;
        }
        int length = in.u16(at + 8);
        next = at + 10 + length;
        if (!into.query.isSet() && DnsName.read(in, start, end, owner, into.query, false) == DnsName.BROKEN) {
            into.query.clear();
        }
        if (seen) {
            return true;
        }
        int type = in.u16(at);
        int rrClass = in.u16(at + 2);
        TextSlot answer = into.beginAnswer();
        answer.append(
                prerequisite
                        ? "pre: "
                        : rrClass == DnsCodes.CLASS_ANY || rrClass == DnsCodes.CLASS_NONE ? "del: " : "add: ");
        boolean bare = rrClass == DnsCodes.CLASS_ANY || prerequisite && rrClass == DnsCodes.CLASS_NONE;
        if (bare) {
            answer.append(prerequisite && rrClass == DnsCodes.CLASS_NONE ? "No" : "");
            answer.append(type == DnsCodes.ANY ? "Name" : "RRSet ");
        }
        if (!bare || type != DnsCodes.ANY) {
            String name = DnsCodes.TYPES.name(type);
            answer.append(name != null ? name : "query-");
            if (name == null) {
                answer.appendDecimal(type);
            }
        }
        boolean whole = true;
        if (prerequisite || !bare) {
            answer.append((byte) ' ');
            whole = DnsName.read(in, start, end, owner, answer, false) != DnsName.BROKEN;
        }
        if (whole && !bare && length > 0) {
            answer.append((byte) ' ');
            whole = text.append(in, start, owner, at + 10, length, type, false, answer);
        }
        if (whole) {
            into.endAnswer(in.u32(at + 4) * SECOND_NS);
        } else {
            into.dropAnswer();
        }
        return whole;
    }

    /** Upper bits of the response code, from the OPT record among what follows the answers, RFC 6891 section 6.1.3. */
    private void readExtended(DnsTransaction into) {
        if (isReply()
                && additionals() > 0
                && opcode() == DnsCodes.OPCODE_QUERY
                && next != DnsName.BROKEN
                && skipRecords(Math.min(authorities(), MAX_RECORDS), null)) {
            skipRecords(Math.min(additionals(), MAX_RECORDS), into);
        }
    }

    private boolean skipRecords(int count, DnsTransaction extended) {
        for (int n = count; n > 0; n--) {
            int at = DnsName.skip(in, end, next);
            if (at == DnsName.BROKEN || at + 10 > end || at + 10 + in.u16(at + 8) > end) {
                return false;
            }
            if (extended != null && in.u16(at) == DnsCodes.OPT) {
                extended.rcode |= in.u8(at + 4) << 4;
            }
            next = at + 10 + in.u16(at + 8);
        }
        return true;
    }
}
