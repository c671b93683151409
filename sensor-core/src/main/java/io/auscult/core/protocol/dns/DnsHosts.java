package io.auscult.core.protocol.dns;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.HostNames;

/**
 * What a message of DNS or one of its relatives tells about the names of inside hosts: addresses in answers, names of addresses (PTR), what a host
 * registers or lists in the NetBIOS name service. Belongs to one parser, reused. Looks at {@link #MAX_RECORDS} records of a message; inside
 * is what {@link LocalNets#DEFAULT} says, for outside names nobody needs.
 */
final class DnsHosts {
    private static final int MAX_RECORDS = 32;
    private static final int NB = 0x20, NBSTAT = 0x21;
    private static final int REGISTRATION = 5;
    private static final int SUFFIX_AT = 30; // of an encoded name: the two letters of its kind
    private static final int WORKSTATION = 0x00, SERVER = 0x20;
    private static final int GROUP = 0x8000;
    private static final int NAME_LENGTH = 15, LISTED = 18; // bytes of a listed name, with kind and flags
    private static final String REVERSE = ".in-addr.arpa";

    private final TextSlot owner = new TextSlot(DnsName.MAX_LENGTH + 1);
    private final TextSlot name = new TextSlot(DnsName.MAX_LENGTH + 1);
    private StreamView in;
    private int start;
    private int end;

    void learn(StreamView in, int at, int length, EventWriter out) {
        this.in = in;
        start = at;
        end = at + length;
        int port = in.connection().respPort;
        boolean netbios = port == DnsCodes.NETBIOS_PORT;
        int flags = in.u16(at + 2);
        boolean isReply = (flags & 0x8000) != 0;
        int opcode = flags >> 11 & 0xF;
        if (!isReply && !(netbios && opcode == REGISTRATION) || opcode != 0 && !netbios) {
            return;
        }
        int next = at + DnsMessage.HEADER;
        for (int n = in.u16(at + 4); n > 0 && next != DnsName.BROKEN; n--) {
            next = DnsName.skip(in, end, next);
            next = next == DnsName.BROKEN || next + 4 > end ? DnsName.BROKEN : next + 4;
        }
        int records = in.u16(at + 6);
        if (netbios || port == DnsCodes.MDNS_PORT) {
            records += in.u16(at + 8) + in.u16(at + 10);
        }
        String source = source(port, isReply);
        for (int n = Math.min(records, MAX_RECORDS); n > 0 && next != DnsName.BROKEN; n--) {
            next = record(next, source, netbios, out);
        }
    }

    /** Answers to everybody's question are what an attacker gives too. */
    private static String source(int port, boolean isReply) {
        return switch (port) {
            case DnsCodes.MDNS_PORT -> "mdns";
            case DnsCodes.LLMNR_PORT -> "llmnr";
            case DnsCodes.NETBIOS_PORT -> isReply ? "llmnr" : "netbios";
            default -> "dns";
        };
    }

    /** @return place behind the record */
    private int record(int from, String source, boolean netbios, EventWriter out) {
        int at = DnsName.skip(in, end, from);
        if (at == DnsName.BROKEN || at + 10 > end || at + 10 + in.u16(at + 8) > end) {
            return DnsName.BROKEN;
        }
        int length = in.u16(at + 8);
        int data = at + 10;
        switch (in.u16(at)) {
            case DnsCodes.A -> {
                if (length == 4) {
                    address(from, 0, IpAddress.lowOfIpv4(in.i32(data)), source, out);
                }
            }
            case DnsCodes.AAAA -> {
                if (length == 16) {
                    address(from, in.u64(data), in.u64(data + 8), source, out);
                }
            }
            case DnsCodes.PTR -> pointer(from, data, out);
            case NB -> {
                if (netbios && length >= 6 && (in.u16(data) & GROUP) == 0) {
                    registered(from, in.i32(data + 2), source, out);
                }
            }
            case NBSTAT -> {
                if (netbios) {
                    listed(data, length, out);
                }
            }
            default -> {}
        }
        return data + length;
    }

    private void address(int from, long high, long low, String source, EventWriter out) {
        if (LocalNets.DEFAULT.contains(high, low) && read(from, name)) {
            HostNames.learned(out, high, low, name, source);
        }
    }

    private boolean read(int from, TextSlot into) {
        into.clear();
        return DnsName.read(in, start, end, from, into, false) != DnsName.BROKEN;
    }

    private void pointer(int from, int data, EventWriter out) {
        if (!read(from, owner)) {
            return;
        }
        long bits = reversed(owner);
        if (bits >= 0 && LocalNets.DEFAULT.contains(0, IpAddress.lowOfIpv4((int) bits)) && read(data, name)) {
            HostNames.learned(out, 0, IpAddress.lowOfIpv4((int) bits), name, "ptr");
        }
    }

    /** The address in {@code 4.3.2.1.in-addr.arpa}; -1 for another name. */
    private static long reversed(TextSlot owner) {
        int digits = owner.length() - REVERSE.length();
        if (digits < 7 || !owner.endsWith(REVERSE)) {
            return -1;
        }
        long bits = 0;
        int octet = -1;
        int octets = 0;
        for (int i = 0; i <= digits; i++) {
            int c = i < digits ? owner.bytes()[i] : '.';
            if (c == '.') {
                if (octet < 0 || octet > 255) {
                    return -1;
                }
                bits |= (long) octet << 8 * octets++;
                octet = -1;
            } else if (c < '0' || c > '9' || octets > 3 || octet > 99) {
                return -1;
            } else {
                octet = Math.max(octet, 0) * 10 + c - '0';
            }
        }
        return octets == 4 ? bits : -1;
    }

    private void registered(int from, int ipv4, String source, EventWriter out) {
        name.clear();
        if (DnsName.read(in, start, end, from, name, true) == DnsName.BROKEN || name.length() < SUFFIX_AT + 2) {
            return;
        }
        int suffix = name.bytes()[SUFFIX_AT] - 'a' << 4 | name.bytes()[SUFFIX_AT + 1] - 'a';
        if (suffix == WORKSTATION || suffix == SERVER) {
            NetbiosName.decode(name);
            HostNames.learned(out, 0, IpAddress.lowOfIpv4(ipv4), name, source);
        }
    }

    /** A host lists its own names: the first that is a workstation's and no group's is its. */
    private void listed(int data, int length, EventWriter out) {
        int count = length > 0 ? in.u8(data) : 0;
        for (int i = 0; i < count && 1 + (i + 1) * LISTED <= length; i++) {
            int at = data + 1 + i * LISTED;
            if (in.u8(at + NAME_LENGTH) == WORKSTATION && (in.u16(at + NAME_LENGTH + 1) & GROUP) == 0) {
                int size = NAME_LENGTH;
                while (size > 0 && (in.u8(at + size - 1) == ' ' || in.u8(at + size - 1) == 0)) {
                    size--;
                }
                name.set(in, at, size);
                ConnectionId c = in.connection();
                HostNames.learned(
                        out,
                        in.isOrig() ? c.origHigh : c.respHigh,
                        in.isOrig() ? c.origLow : c.respLow,
                        name,
                        "netbios");
                return;
            }
        }
    }
}
