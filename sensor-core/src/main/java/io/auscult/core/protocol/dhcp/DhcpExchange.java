package io.auscult.core.protocol.dhcp;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Uid;
import io.auscult.core.protocol.CodeNames;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.HostNames;

/** What is known of one exchange. Belongs to {@link DhcpExchanges}; full at ten connections or fifty messages. */
final class DhcpExchange {
    private static final CodeNames TYPES =
            CodeNames.load(DhcpExchange.class, "message-types.tsv", "unknown-message-type-");
    private static final int MAX_UIDS = 10;
    private static final int MAX_MESSAGES = 50;
    private static final int REQUEST = 3, ACK = 5, INFORM = 8;
    private static final int CLIENT_PORT = 68;
    private static final int SERVER_PORT = 67;
    private static final IpAddress NONE = IpAddress.ofIpv4(0);
    private static final IpAddress BROADCAST = IpAddress.ofIpv4(-1);

    final long firstNs;
    long lastNs;

    private final long[] uids = new long[MAX_UIDS];
    private int uidCount;
    private final short[] types = new short[MAX_MESSAGES];
    private int typeCount;

    private IpAddress clientAddr;
    private IpAddress serverAddr;
    private IpAddress requestedAddr;
    private IpAddress assignedAddr;
    private long leaseTimeNs = -1;
    private final TextSlot mac = slot();
    private final TextSlot chaddr = slot();
    private final TextSlot hostName = slot();
    private final TextSlot clientFqdn = slot();
    private final TextSlot domain = slot();
    private final TextSlot clientMessage = slot();
    private final TextSlot serverMessage = slot();
    private final TextSlot vendorClass = slot();
    private final TextSlot parameters = new TextSlot(4 * DhcpOptions.MAX_TEXT);

    DhcpExchange(long firstNs) {
        this.firstNs = firstNs;
    }

    private static TextSlot slot() {
        return new TextSlot(DhcpOptions.MAX_TEXT);
    }

    boolean isFull() {
        return uidCount == MAX_UIDS || typeCount == MAX_MESSAGES;
    }

    void add(Event message, EventWriter out) {
        lastNs = message.timestampNs();
        addUid(message.uid());
        types[typeCount++] = (short) message.number(DhcpParser.TYPE);
        if (message.flag(DhcpParser.IS_REQUEST)) {
            addRequest(message);
        } else {
            addReply(message);
        }
        tellName(message, out);
    }

    /** The client has the address when the server says so, and when it sends from it itself. */
    private void tellName(Event message, EventWriter out) {
        long type = message.number(DhcpParser.TYPE);
        TextSlot name = hostName.length() > 0 ? hostName : clientFqdn;
        IpAddress owned = null;
        if (type == ACK && message.has(DhcpParser.YIADDR)) {
            owned = assignedAddr;
        } else if (type == ACK || type == REQUEST || type == INFORM) {
            owned = message.address(DhcpParser.CIADDR);
        }
        if (owned != null) {
            HostNames.learned(out, owned.high(), owned.low(), name, "dhcp");
        }
    }

    private void addUid(long uid) {
        for (int i = 0; i < uidCount; i++) {
            if (uids[i] == uid) {
                return;
            }
        }
        uids[uidCount++] = uid;
    }

    private void addRequest(Event message) {
        IpAddress from = message.respPort() == CLIENT_PORT && message.origPort() == SERVER_PORT
                ? message.respHost()
                : message.origHost();
        if (!from.equals(NONE) && !from.equals(BROADCAST)) {
            clientAddr = from;
        }
        if (message.has(DhcpParser.REQUESTED_ADDR)) {
            requestedAddr = message.address(DhcpParser.REQUESTED_ADDR);
        }
        copy(message, DhcpParser.TEXT, clientMessage);
        copy(message, DhcpParser.HOST_NAME, hostName);
        copy(message, DhcpParser.CLIENT_FQDN, clientFqdn);
        copy(message, DhcpParser.VENDOR_CLASS, vendorClass);
        copy(message, DhcpParser.PARAMETERS, parameters);
        copy(message, DhcpParser.CLIENT_MAC, mac);
        copy(message, DhcpParser.CHADDR, chaddr);
    }

    private void addReply(Event message) {
        copy(message, DhcpParser.TEXT, serverMessage);
        copy(message, DhcpParser.DOMAIN, domain);
        if (!mac.isSet()) {
            copy(message, DhcpParser.CHADDR, mac);
        }
        if (message.has(DhcpParser.YIADDR)) {
            serverAddr = message.respPort() == SERVER_PORT ? message.respHost() : message.origHost();
            assignedAddr = message.address(DhcpParser.YIADDR);
            if (clientAddr == null) {
                clientAddr = assignedAddr;
            }
        }
        if (message.has(DhcpParser.LEASE_TIME)) {
            leaseTimeNs = message.number(DhcpParser.LEASE_TIME);
        }
    }

    private static void copy(Event message, Field field, TextSlot into) {
        if (message.has(field)) {
            into.clear();
            into.append(message.bytes(), message.offset(field), message.length(field));
        }
    }

    void write(EventWriter out) {
        out.begin(DhcpExchanges.DHCP, firstNs);
        byte[] text = new byte[Uid.LENGTH];
        out.beginList(DhcpExchanges.UIDS);
        for (int i = 0; i < uidCount; i++) {
            out.add(text, 0, Uid.write(text, 0, uids[i]));
        }
        out.endList();
        address(out, DhcpExchanges.CLIENT_ADDR, clientAddr);
        address(out, DhcpExchanges.SERVER_ADDR, serverAddr);
        (mac.isSet() ? mac : chaddr).to(out, DhcpExchanges.MAC);
        hostName.to(out, DhcpExchanges.HOST_NAME);
        clientFqdn.to(out, DhcpExchanges.CLIENT_FQDN);
        domain.to(out, DhcpExchanges.DOMAIN);
        address(out, DhcpExchanges.REQUESTED_ADDR, requestedAddr);
        address(out, DhcpExchanges.ASSIGNED_ADDR, assignedAddr);
        if (leaseTimeNs >= 0) {
            out.set(DhcpExchanges.LEASE_TIME, leaseTimeNs);
        }
        clientMessage.to(out, DhcpExchanges.CLIENT_MESSAGE);
        serverMessage.to(out, DhcpExchanges.SERVER_MESSAGE);
        out.beginList(DhcpExchanges.MSG_TYPES);
        for (int i = 0; i < typeCount; i++) {
            String name = TYPES.name(types[i]);
            out.add(name != null ? name : "unknown-message-type-" + types[i]);
        }
        out.endList();
        out.set(DhcpExchanges.DURATION, lastNs - firstNs);
        vendorClass.to(out, DhcpExchanges.CLIENT_SOFTWARE);
        parameters.to(out, DhcpExchanges.FINGERPRINT);
        out.end();
    }

    private static void address(EventWriter out, Field field, IpAddress address) {
        if (address != null) {
            out.setAddress(field, address.high(), address.low());
        }
    }
}
