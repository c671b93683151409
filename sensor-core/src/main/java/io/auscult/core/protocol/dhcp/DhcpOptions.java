package io.auscult.core.protocol.dhcp;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/**
 * The options of one DHCP message, RFC 2132: code, length, data each. Those in the fields for file and server name are read where option 52 says so; an option in
 * several pieces (RFC 3396) is put together. One per parser, reused for every message; a text is cut at {@link #MAX_TEXT}.
 */
final class DhcpOptions {
    static final int BEGIN = 240; // bytes of the fixed part, cookie included
    static final int MAX_TEXT = 255; // bytes

    private static final int PAD = 0, END = 255;
    private static final int HOST_NAME = 12, DOMAIN_NAME = 15, REQUESTED_ADDRESS = 50, LEASE_TIME = 51;
    private static final int OVERLOAD = 52, MESSAGE_TYPE = 53, SERVER_ID = 54, PARAMETER_LIST = 55, MESSAGE = 56;
    private static final int VENDOR_CLASS = 60, CLIENT_ID = 61, CLIENT_FQDN = 81;
    private static final int SERVER_NAME_AT = 44, SERVER_NAME_LENGTH = 64;
    private static final int FILE_AT = 108, FILE_LENGTH = 128;
    private static final int FQDN_HEADER = 3; // flags and two codes nobody uses, RFC 4702 section 2
    private static final int FQDN_WIRE_FORMAT = 4;
    private static final int ETHERNET = 1;

    final TextSlot hostName = new TextSlot(MAX_TEXT);
    final TextSlot clientFqdn = new TextSlot(MAX_TEXT);
    final TextSlot domain = new TextSlot(MAX_TEXT);
    final TextSlot message = new TextSlot(MAX_TEXT);
    final TextSlot vendorClass = new TextSlot(MAX_TEXT);
    final TextSlot parameters = new TextSlot(4 * MAX_TEXT);
    final TextSlot clientMac = new TextSlot(MAX_TEXT);
    int type;
    long requestedAddress; // 0 for none
    long serverId; // 0 for none
    long leaseTime; // seconds, -1 for none
    private int overload;

    /** @return whether the options end where they should; what stands before the fault is read all the same */
    boolean read(StreamView in) {
        clear();
        boolean whole = read(in, BEGIN, in.length());
        if ((overload & 1) != 0) {
            whole &= read(in, FILE_AT, FILE_AT + FILE_LENGTH);
        }
        if ((overload & 2) != 0) {
            whole &= read(in, SERVER_NAME_AT, SERVER_NAME_AT + SERVER_NAME_LENGTH);
        }
        return whole;
    }

    private boolean read(StreamView in, int from, int end) {
        int at = from;
        while (at < end) {
            int code = in.u8(at++);
            if (code == END) {
                return true;
            }
            if (code == PAD) {
                continue;
            }
            if (at == end || in.u8(at) > end - at - 1) {
                return false;
            }
            int length = in.u8(at++);
            option(in, code, at, length);
            at += length;
        }
        return true;
    }

    private void option(StreamView in, int code, int at, int length) {
        switch (code) {
            case HOST_NAME -> text(hostName, in, at, length);
            case DOMAIN_NAME -> text(domain, in, at, length);
            case MESSAGE -> text(message, in, at, length);
            case VENDOR_CLASS -> text(vendorClass, in, at, length);
            case CLIENT_FQDN -> fqdn(in, at, length);
            case CLIENT_ID -> clientId(in, at, length);
            case PARAMETER_LIST -> parameters(in, at, length);
            case MESSAGE_TYPE -> type = length == 1 && type == 0 ? in.u8(at) : type;
            case OVERLOAD -> overload = length == 1 ? in.u8(at) : 0;
            case REQUESTED_ADDRESS -> requestedAddress = length == 4 ? in.u32(at) : 0;
            case SERVER_ID -> serverId = length == 4 ? in.u32(at) : 0;
            case LEASE_TIME -> leaseTime = length == 4 ? in.u32(at) : -1;
            default -> {}
        }
    }

    /** Some end their texts with zero bytes. */
    private static void text(TextSlot slot, StreamView in, int at, int length) {
        int size = length;
        while (size > 0 && in.u8(at + size - 1) == 0) {
            size--;
        }
        slot.append(in, at, size);
    }

    private void fqdn(StreamView in, int at, int length) {
        if (length < FQDN_HEADER) {
            return;
        }
        int from = at + FQDN_HEADER;
        int end = at + length;
        if ((in.u8(at) & FQDN_WIRE_FORMAT) == 0) {
            text(clientFqdn, in, from, end - from);
            return;
        }
        clientFqdn.append("");
        while (from < end) {
            int label = in.u8(from++);
            int size = Math.min(label, end - from);
            if (size == 0) {
                break;
            }
            if (clientFqdn.length() > 0) {
                clientFqdn.append((byte) '.');
            }
            clientFqdn.append(in, from, size);
            from += size;
        }
    }

    private void clientId(StreamView in, int at, int length) {
        if (length > 1 && in.u8(at) == ETHERNET && !clientMac.isSet()) {
            mac(clientMac, in, at + 1, length - 1);
        }
    }

    /** Six bytes, or eight where there are as many and the last two are not zero; nothing for another length. */
    static void mac(TextSlot slot, StreamView in, int at, int length) {
        if (length < 8 && length != 6) {
            return;
        }
        int size = length == 6 || in.u16(at + 6) == 0 ? 6 : 8;
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                slot.append((byte) ':');
            }
            slot.appendHex(in.array(), in.arrayOffset() + at + i, 1);
        }
    }

    private void parameters(StreamView in, int at, int length) {
        for (int i = 0; i < length; i++) {
            if (parameters.length() > 0) {
                parameters.append((byte) ',');
            }
            parameters.appendDecimal(in.u8(at + i));
        }
    }

    void clear() {
        hostName.clear();
        clientFqdn.clear();
        domain.clear();
        message.clear();
        vendorClass.clear();
        parameters.clear();
        clientMac.clear();
        type = 0;
        requestedAddress = 0;
        serverId = 0;
        leaseTime = -1;
        overload = 0;
    }
}
