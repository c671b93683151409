package io.auscult.core.pipeline;

import io.auscult.core.decode.ArpMessage;
import io.auscult.core.decode.Packet;
import io.auscult.core.event.EventWriter;
import io.auscult.core.flow.FlowEvents;

/** Writes {@code arp} events, RFC 826. One per dispatcher. */
final class ArpWriter {
    private static final long MAPPED = 0x0000_FFFF_0000_0000L;

    private final ArpMessage message = new ArpMessage();

    void write(Packet p, EventWriter out) {
        if (!message.wrap(p)) {
            return;
        }
        int operation = message.operation();
        out.begin(FlowEvents.ARP);
        out.set(
                FlowEvents.ARP_OPERATION,
                operation == ArpMessage.REQUEST ? "request" : operation == ArpMessage.REPLY ? "reply" : "other");
        out.set(FlowEvents.ARP_SRC_MAC, p.srcMac);
        out.set(FlowEvents.ARP_DST_MAC, p.dstMac);
        out.setAddress(FlowEvents.ARP_ORIG_H, 0, MAPPED | message.senderAddress() & 0xFFFF_FFFFL);
        out.set(FlowEvents.ARP_ORIG_HW, message.senderMac());
        out.setAddress(FlowEvents.ARP_RESP_H, 0, MAPPED | message.targetAddress() & 0xFFFF_FFFFL);
        out.set(FlowEvents.ARP_RESP_HW, message.targetMac());
        if (p.vlan != 0) {
            out.set(FlowEvents.ARP_VLAN, p.vlan);
        }
        out.end();
    }
}
