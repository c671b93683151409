package io.auscult.core.protocol.dhcp;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import io.auscult.core.protocol.CodeNames;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.HostNames;

/** What is known of one exchange of DHCP for IPv4. Belongs to {@link DhcpExchanges}. */
final class DhcpExchange extends Exchange {
    private static final CodeNames TYPES =
            CodeNames.load(DhcpExchange.class, "message-types.tsv", "unknown-message-type-");
    private static final int REQUEST = 3, ACK = 5, INFORM = 8;
    private static final int CLIENT_PORT = 68;
    private static final int SERVER_PORT = 67;
    private static final long NONE = IpAddress.lowOfIpv4(0);
    private static final long BROADCAST = IpAddress.lowOfIpv4(-1);

    private final Address clientAddr = new Address();
    private final Address serverAddr = new Address();
    private final Address requestedAddr = new Address();
    private final Address assignedAddr = new Address();
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

    private static TextSlot slot() {
        return new TextSlot(DhcpOptions.MAX_TEXT);
    }

    @Override
    void read(Event message, EventWriter out) {
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
        if (type == ACK && message.has(DhcpParser.YIADDR)) {
            HostNames.learned(out, assignedAddr.high, assignedAddr.low, name, "dhcp");
        } else if ((type == ACK || type == REQUEST || type == INFORM) && message.has(DhcpParser.CIADDR)) {
            HostNames.learned(
                    out, message.addressHigh(DhcpParser.CIADDR), message.addressLow(DhcpParser.CIADDR), name, "dhcp");
        }
    }

    private void addRequest(Event message) {
        boolean turned = message.respPort() == CLIENT_PORT && message.origPort() == SERVER_PORT;
        long high = turned ? message.respHigh() : message.origHigh();
        long low = turned ? message.respLow() : message.origLow();
        if (high != 0 || low != NONE && low != BROADCAST) {
            clientAddr.set(high, low);
        }
        requestedAddr.copy(message, DhcpParser.REQUESTED_ADDR);
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
            boolean toServer = message.respPort() == SERVER_PORT;
            serverAddr.set(
                    toServer ? message.respHigh() : message.origHigh(),
                    toServer ? message.respLow() : message.origLow());
            assignedAddr.copy(message, DhcpParser.YIADDR);
            if (!clientAddr.isSet) {
                clientAddr.copy(message, DhcpParser.YIADDR);
            }
        }
        if (message.has(DhcpParser.LEASE_TIME)) {
            leaseTimeNs = message.number(DhcpParser.LEASE_TIME);
        }
    }

    @Override
    void clear() {
        clientAddr.isSet = false;
        serverAddr.isSet = false;
        requestedAddr.isSet = false;
        assignedAddr.isSet = false;
        leaseTimeNs = -1;
        mac.clear();
        chaddr.clear();
        hostName.clear();
        clientFqdn.clear();
        domain.clear();
        clientMessage.clear();
        serverMessage.clear();
        vendorClass.clear();
        parameters.clear();
    }

    @Override
    void write(EventWriter out) {
        out.begin(DhcpExchanges.DHCP, firstNs);
        writeUids(out, DhcpExchanges.UIDS);
        clientAddr.to(out, DhcpExchanges.CLIENT_ADDR);
        serverAddr.to(out, DhcpExchanges.SERVER_ADDR);
        (mac.isSet() ? mac : chaddr).to(out, DhcpExchanges.MAC);
        hostName.to(out, DhcpExchanges.HOST_NAME);
        clientFqdn.to(out, DhcpExchanges.CLIENT_FQDN);
        domain.to(out, DhcpExchanges.DOMAIN);
        requestedAddr.to(out, DhcpExchanges.REQUESTED_ADDR);
        assignedAddr.to(out, DhcpExchanges.ASSIGNED_ADDR);
        if (leaseTimeNs >= 0) {
            out.set(DhcpExchanges.LEASE_TIME, leaseTimeNs);
        }
        clientMessage.to(out, DhcpExchanges.CLIENT_MESSAGE);
        serverMessage.to(out, DhcpExchanges.SERVER_MESSAGE);
        writeTypes(out, DhcpExchanges.MSG_TYPES, TYPES);
        out.set(DhcpExchanges.DURATION, lastNs - firstNs);
        vendorClass.to(out, DhcpExchanges.CLIENT_SOFTWARE);
        parameters.to(out, DhcpExchanges.FINGERPRINT);
        out.end();
    }

    /** An address that may not be known yet. */
    private static final class Address {
        long high;
        long low;
        boolean isSet;

        void set(long newHigh, long newLow) {
            high = newHigh;
            low = newLow;
            isSet = true;
        }

        void copy(Event message, Field field) {
            if (message.has(field)) {
                set(message.addressHigh(field), message.addressLow(field));
            }
        }

        void to(EventWriter out, Field field) {
            if (isSet) {
                out.setAddress(field, high, low);
            }
        }
    }
}
