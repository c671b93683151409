package io.auscult.core.protocol.dns;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/**
 * The data of a resource record as one line of text, in the words of Zeek's {@code dns.log}. One per parser, reused; writes into the
 * slot of the answer. Types that have no text there (WKS, HINFO, CAA, NB, SVCB, HTTPS) give none.
 */
final class DnsRecordText {
    private StreamView in;
    private int start;
    private int end;
    private TextSlot into;

    /**
     * @param start where the message begins
     * @param owner where the record's own name begins
     * @param at where its data begins
     * @param length of its data, all of it inside the message
     * @return whether the data is what its type demands
     */
    boolean append(StreamView in, int start, int owner, int at, int length, int type, boolean netbios, TextSlot into) {
        this.in = in;
        this.start = start;
        this.end = at + length;
        this.into = into;
        return switch (type) {
            case DnsCodes.A -> length == 4 && address(0, 0xFFFF_0000_0000L | in.u32(at));
            case DnsCodes.AAAA, DnsCodes.A6 -> length >= 16 && address(wide(at), wide(at + 8));
            case DnsCodes.NS, DnsCodes.CNAME, DnsCodes.PTR, DnsCodes.DNAME, DnsCodes.SOA -> name(at);
            case DnsCodes.MX -> length > 2 && name(at + 2);
            case DnsCodes.SRV -> netbios || length > 6 && name(at + 6);
            case DnsCodes.TXT -> strings("TXT ", at);
            case DnsCodes.SPF -> strings("SPF ", at);
            case DnsCodes.NAPTR -> naptr(at);
            case DnsCodes.RRSIG -> length > 18 && rrsig(at);
            case DnsCodes.DNSKEY -> length >= 4 && numbers("DNSKEY ", in.u8(at + 3), -1);
            case DnsCodes.DS -> length >= 4 && numbers("DS ", in.u8(at + 2), in.u8(at + 3));
            case DnsCodes.NSEC -> nsec(owner, at);
            case DnsCodes.NSEC3 -> length >= 6 && text("NSEC3");
            case DnsCodes.NSEC3PARAM -> length >= 5 && text("NSEC3PARAM");
            case DnsCodes.BINDS -> length >= 5 && text("BIND9 signing signal");
            case DnsCodes.SSHFP -> length >= 2 && sshfp(at, length);
            case DnsCodes.LOC -> length >= 15 && loc(at);
            case DnsCodes.WKS,
                    DnsCodes.HINFO,
                    DnsCodes.CAA,
                    DnsCodes.NB,
                    DnsCodes.SVCB,
                    DnsCodes.HTTPS,
                    DnsCodes.OPT,
                    DnsCodes.TKEY,
                    DnsCodes.TSIG -> true;
            default -> unknown(type);
        };
    }

    private boolean text(String text) {
        into.append(text);
        return true;
    }

    private long wide(int at) {
        return in.u32(at) << 32 | in.u32(at + 4);
    }

    private boolean address(long high, long low) {
        into.appendAddress(high, low);
        return true;
    }

    private boolean name(int at) {
        return DnsName.read(in, start, end, at, into, false) != DnsName.BROKEN;
    }

    private boolean strings(String word, int from) {
        for (int at = from; at < end; at += 1 + in.u8(at)) {
            int size = in.u8(at);
            if (at + 1 + size > end) {
                return false;
            }
            if (at > from) {
                into.append((byte) ' ');
            }
            into.append(word);
            into.appendDecimal(size);
            into.append((byte) ' ');
            into.append(in, at + 1, size);
        }
        return true;
    }

    private boolean numbers(String word, int first, int second) {
        into.append(word);
        into.appendDecimal(first);
        if (second >= 0) {
            into.append((byte) ' ');
            into.appendDecimal(second);
        }
        return true;
    }

    private boolean rrsig(int at) {
        numbers("RRSIG ", in.u16(at), -1);
        into.append((byte) ' ');
        int before = into.length();
        boolean whole = name(at + 18);
        if (into.length() == before) {
            into.append("<Root>");
        }
        return whole;
    }

    private boolean nsec(int owner, int at) {
        into.append("NSEC ");
        DnsName.read(in, start, end, owner, into, false);
        into.append((byte) ' ');
        return name(at);
    }

    private boolean sshfp(int at, int length) {
        into.append("SSHFP: ");
        into.appendHex(in.array(), in.arrayOffset() + at + 2, length - 2);
        return true;
    }

    private boolean loc(int at) {
        into.append("LOC:  ");
        into.appendDecimal(in.u8(at + 1));
        into.append((byte) ' ');
        into.appendDecimal(in.u8(at + 2));
        into.append((byte) ' ');
        into.appendDecimal(in.u8(at + 3));
        return true;
    }

    private boolean naptr(int from) {
        if (from + 7 > end) {
            return false;
        }
        numbers("NAPTR ", in.u16(from), in.u16(from + 2));
        int at = from + 4;
        for (int i = 0; i < 3; i++) { // flags, service, regular expression
            if (at >= end || at + 1 + in.u8(at) > end) {
                return false;
            }
            into.append((byte) ' ');
            into.append(in, at + 1, in.u8(at));
            at += 1 + in.u8(at);
        }
        int before = into.length();
        boolean separate = into.bytes()[before - 1] != ' ';
        if (separate) {
            into.append((byte) ' ');
        }
        boolean whole = name(at);
        if (separate && into.length() == before + 1) {
            into.cut(before);
        }
        return whole;
    }

    private boolean unknown(int type) {
        into.append("<unknown type=");
        into.appendDecimal(type);
        into.append((byte) '>');
        return true;
    }
}
