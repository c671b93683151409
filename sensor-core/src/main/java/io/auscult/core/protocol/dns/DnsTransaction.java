package io.auscult.core.protocol.dns;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.TextSlot;

/**
 * A query and its reply, or one of them while the other has not been seen. Belongs to one parser, reused. Answers over
 * {@link #MAX_ANSWER_BYTES} are left out.
 */
final class DnsTransaction {
    static final int MAX_ANSWER_BYTES = 1 << 15;

    private static final int MAX_KEPT_BYTES = 1 << 12; // of memory that stays with an idle transaction
    private static final int MARK = 12; // TTL in ns and length of the text, before each answer

    final TextSlot query = new TextSlot(DnsName.MAX_LENGTH + 1);
    /** Answers: eight bytes TTL in ns, four bytes length, text. */
    private final TextSlot answers = new TextSlot(MAX_ANSWER_BYTES);

    long timestampNs;
    int transId;
    int opcode;
    boolean isReplyFirst;
    boolean hasReply;
    long rttNs;

    boolean hasType;
    int qclass;
    int qtype;
    int rcode;
    boolean authoritative;
    boolean truncated;
    boolean recursionDesired;
    boolean recursionAvailable;
    int z;
    boolean rejected;

    private int answerCount;
    private int answerStart;

    /** Bytes of text. */
    int kept() {
        return query.length() + answers.length();
    }

    void begin(long nowNs, int id, int opcode, boolean isReply) {
        query.clear();
        query.trim(MAX_KEPT_BYTES);
        answers.clear();
        answers.trim(MAX_KEPT_BYTES);
        answerCount = 0;
        timestampNs = nowNs;
        transId = id;
        this.opcode = opcode;
        isReplyFirst = isReply;
        hasReply = false;
        rttNs = 0;
        hasType = false;
        qclass = 0;
        qtype = 0;
        rcode = 0;
        authoritative = false;
        truncated = false;
        recursionDesired = false;
        recursionAvailable = false;
        z = 0;
        rejected = false;
    }

    int answerCount() {
        return answerCount;
    }

    /** The text of a new answer is appended to what this returns; {@link #endAnswer} closes it. */
    TextSlot beginAnswer() {
        answerStart = answers.length();
        for (int i = 0; i < MARK; i++) {
            answers.append((byte) 0);
        }
        return answers;
    }

    /** Keeps the answer just written, unless it is empty; what did not fit is cut. */
    void endAnswer(long ttlNs) {
        int length = answers.length() - answerStart - MARK;
        if (length <= 0) {
            answers.cut(answerStart);
            return;
        }
        byte[] bytes = answers.bytes();
        for (int i = 0; i < 8; i++) {
            bytes[answerStart + i] = (byte) (ttlNs >>> 56 - 8 * i);
        }
        for (int i = 0; i < 4; i++) {
            bytes[answerStart + 8 + i] = (byte) (length >>> 24 - 8 * i);
        }
        answerCount++;
    }

    void dropAnswer() {
        answers.cut(answerStart);
    }

    void write(EventWriter out, boolean overTcp, boolean netbios) {
        out.begin(DnsParser.DNS, timestampNs);
        out.set(DnsParser.PROTO, overTcp ? "tcp" : "udp");
        out.set(DnsParser.TRANS_ID, transId);
        if (rttNs > 0) {
            out.set(DnsParser.RTT, rttNs);
        }
        query.to(out, DnsParser.QUERY);
        if (hasType) {
            out.set(DnsParser.QCLASS, qclass);
            DnsCodes.CLASSES.to(out, DnsParser.QCLASS_NAME, qclass);
            out.set(DnsParser.QTYPE, qtype);
            if (netbios && qtype == DnsCodes.SRV) {
                out.set(DnsParser.QTYPE_NAME, "NBSTAT"); // the same number, taken before SRV was
            } else {
                DnsCodes.TYPES.to(out, DnsParser.QTYPE_NAME, qtype);
            }
        }
        if (hasReply) {
            out.set(DnsParser.RCODE, rcode);
            DnsCodes.RCODES.to(out, DnsParser.RCODE_NAME, rcode);
        }
        out.set(DnsParser.AA, authoritative);
        out.set(DnsParser.TC, truncated);
        out.set(DnsParser.RD, recursionDesired);
        out.set(DnsParser.RA, recursionAvailable);
        out.set(DnsParser.Z, z);
        if (answerCount > 0) {
            writeAnswers(out);
        }
        out.set(DnsParser.REJECTED, rejected);
        out.set(DnsParser.OPCODE, opcode);
        (netbios ? DnsCodes.NETBIOS_OPCODES : DnsCodes.OPCODES).to(out, DnsParser.OPCODE_NAME, opcode);
        out.end();
    }

    private void writeAnswers(EventWriter out) {
        byte[] bytes = answers.bytes();
        out.beginList(DnsParser.ANSWERS);
        for (int at = 0; at < answers.length(); at += MARK + number(bytes, at + 8, 4)) {
            out.add(bytes, at + MARK, number(bytes, at + 8, 4));
        }
        out.endList();
        out.beginList(DnsParser.TTLS);
        for (int at = 0; at < answers.length(); at += MARK + number(bytes, at + 8, 4)) {
            out.add((long) number(bytes, at, 4) << 32 | number(bytes, at + 4, 4) & 0xFFFF_FFFFL);
        }
        out.endList();
    }

    private static int number(byte[] bytes, int at, int size) {
        int number = 0;
        for (int i = at; i < at + size; i++) {
            number = number << 8 | bytes[i] & 0xFF;
        }
        return number;
    }
}
