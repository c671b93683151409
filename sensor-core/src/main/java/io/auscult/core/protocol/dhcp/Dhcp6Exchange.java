package io.auscult.core.protocol.dhcp;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.CodeNames;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.HostNames;

/** What is known of one exchange of DHCPv6. Belongs to {@link Dhcp6Exchanges}. */
final class Dhcp6Exchange extends Exchange {
    private static final CodeNames TYPES =
            CodeNames.load(Dhcp6Exchange.class, "message-types-6.tsv", "unknown-message-type-");
    private static final int REPLY = 7;

    private final TextSlot mac = new TextSlot(32);
    private final TextSlot duid = new TextSlot(2 * Dhcp6Options.MAX_DUID);
    private final TextSlot serverDuid = new TextSlot(2 * Dhcp6Options.MAX_DUID);
    private final TextSlot clientFqdn = new TextSlot(DhcpOptions.MAX_TEXT);
    private final TextSlot domain = new TextSlot(DhcpOptions.MAX_TEXT);
    private final TextSlot prefix = new TextSlot(64);
    private final TextSlot status = new TextSlot(64);
    private final TextSlot serverMessage = new TextSlot(DhcpOptions.MAX_TEXT);
    private final TextSlot vendorClass = new TextSlot(DhcpOptions.MAX_TEXT);
    private final TextSlot parameters = new TextSlot(4 * DhcpOptions.MAX_TEXT);
    private final AddressList dnsServers = new AddressList();
    private final AddressList requested = new AddressList();
    private final AddressList assigned = new AddressList();
    private final AddressList relays = new AddressList();
    private final AddressList client = new AddressList();
    private final AddressList server = new AddressList();
    private long leaseTimeNs = -1;

    @Override
    void read(Event message, EventWriter out) {
        copy(message, Dhcp6Parser.CLIENT_DUID, duid);
        copy(message, Dhcp6Parser.MAC, mac);
        relays.addAll(message, Dhcp6Parser.RELAYS);
        address(message, Dhcp6Parser.CLIENT, client);
        if (message.flag(Dhcp6Parser.IS_REQUEST)) {
            copy(message, Dhcp6Parser.CLIENT_FQDN, clientFqdn);
            copy(message, Dhcp6Parser.VENDOR_CLASS, vendorClass);
            copy(message, Dhcp6Parser.PARAMETERS, parameters);
            requested.addAll(message, Dhcp6Parser.ADDRESSES);
            HostNames.learned(
                    out,
                    message.addressHigh(Dhcp6Parser.CLIENT),
                    message.addressLow(Dhcp6Parser.CLIENT),
                    clientFqdn,
                    "dhcp");
        } else {
            addAnswer(message, out);
        }
    }

    /** An advertisement is only an offer. */
    private void addAnswer(Event message, EventWriter out) {
        copy(message, Dhcp6Parser.SERVER_DUID, serverDuid);
        copy(message, Dhcp6Parser.DOMAIN, domain);
        copy(message, Dhcp6Parser.STATUS, status);
        copy(message, Dhcp6Parser.TEXT, serverMessage);
        dnsServers.addAll(message, Dhcp6Parser.DNS_SERVERS);
        address(message, Dhcp6Parser.SERVER, server);
        if (!clientFqdn.isSet()) {
            copy(message, Dhcp6Parser.CLIENT_FQDN, clientFqdn);
        }
        if (message.number(Dhcp6Parser.TYPE) != REPLY) {
            return;
        }
        assigned.addAll(message, Dhcp6Parser.ADDRESSES);
        copy(message, Dhcp6Parser.PREFIX, prefix);
        if (message.has(Dhcp6Parser.LEASE_TIME)) {
            leaseTimeNs = message.number(Dhcp6Parser.LEASE_TIME);
        }
        for (int i = 0; i < assigned.size(); i++) {
            HostNames.learned(out, assigned.high(i), assigned.low(i), clientFqdn, "dhcp");
        }
    }

    private static void address(Event message, Field field, AddressList into) {
        if (message.has(field)) {
            into.clear();
            into.add(message.addressHigh(field), message.addressLow(field));
        }
    }

    @Override
    void write(EventWriter out) {
        out.begin(Dhcp6Exchanges.DHCPV6, firstNs);
        writeUids(out, Dhcp6Exchanges.UIDS);
        write(out, Dhcp6Exchanges.CLIENT_ADDR, client);
        write(out, Dhcp6Exchanges.SERVER_ADDR, server);
        mac.to(out, Dhcp6Exchanges.MAC);
        duid.to(out, Dhcp6Exchanges.DUID);
        serverDuid.to(out, Dhcp6Exchanges.SERVER_DUID);
        clientFqdn.to(out, Dhcp6Exchanges.CLIENT_FQDN);
        domain.to(out, Dhcp6Exchanges.DOMAIN);
        dnsServers.to(out, Dhcp6Exchanges.DNS_SERVERS);
        requested.to(out, Dhcp6Exchanges.REQUESTED_ADDRS);
        assigned.to(out, Dhcp6Exchanges.ASSIGNED_ADDRS);
        prefix.to(out, Dhcp6Exchanges.PREFIX);
        if (leaseTimeNs >= 0) {
            out.set(Dhcp6Exchanges.LEASE_TIME, leaseTimeNs);
        }
        status.to(out, Dhcp6Exchanges.STATUS);
        serverMessage.to(out, Dhcp6Exchanges.SERVER_MESSAGE);
        relays.to(out, Dhcp6Exchanges.RELAYS);
        writeTypes(out, Dhcp6Exchanges.MSG_TYPES, TYPES);
        out.set(Dhcp6Exchanges.DURATION, lastNs - firstNs);
        vendorClass.to(out, Dhcp6Exchanges.CLIENT_SOFTWARE);
        parameters.to(out, Dhcp6Exchanges.FINGERPRINT);
        out.end();
    }

    private static void write(EventWriter out, Field field, AddressList one) {
        if (one.size() > 0) {
            out.setAddress(field, one.high(0), one.low(0));
        }
    }

    @Override
    void clear() {
        mac.clear();
        duid.clear();
        serverDuid.clear();
        clientFqdn.clear();
        domain.clear();
        prefix.clear();
        status.clear();
        serverMessage.clear();
        vendorClass.clear();
        parameters.clear();
        dnsServers.clear();
        requested.clear();
        assigned.clear();
        relays.clear();
        client.clear();
        server.clear();
        leaseTimeNs = -1;
    }
}
