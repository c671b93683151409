package io.auscult.export.stix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.core.event.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cyber observables with the ids that STIX 2.1 prescribes (section 2.9), so that everybody's are the same. Any thread. */
final class Observables {
    private static final Pattern SERVICE = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
    private static final int MOST_USER = 256; // characters

    private Observables() {}

    static StixObject address(IpAddress address) {
        String type = address.isIpv4() ? "ipv4-addr" : "ipv6-addr";
        String value = address.toString();
        String id = StixId.ofObservable(type, "{\"value\":" + StixJson.canonical(value) + "}");
        return new StixObject(id, "", head(type, id).put("value", value));
    }

    static StixObject account(String user) {
        String login = StixJson.clean(user, MOST_USER);
        String id = StixId.ofObservable("user-account", "{\"account_login\":" + StixJson.canonical(login) + "}");
        return new StixObject(id, "", head("user-account", id).put("account_login", login));
    }

    /**
     * @param port of the destination, 0 where there is none
     * @param proto IP protocol number, 0 where it is not known
     */
    static StixObject traffic(
            @Nullable StixObject source, @Nullable StixObject destination, int port, int proto, String service) {
        List<String> protocols = protocols(source != null ? source : destination, proto, service);
        StringBuilder name = new StringBuilder("{");
        if (port > 0) {
            name.append("\"dst_port\":").append(port).append(',');
        }
        if (destination != null) {
            name.append("\"dst_ref\":\"").append(destination.id()).append("\",");
        }
        name.append("\"protocols\":[\"").append(String.join("\",\"", protocols)).append("\"]");
        if (source != null) {
            name.append(",\"src_ref\":\"").append(source.id()).append('"');
        }
        String id = StixId.ofObservable("network-traffic", name.append('}').toString());
        ObjectNode json = head("network-traffic", id);
        if (source != null) {
            json.put("src_ref", source.id());
        }
        if (destination != null) {
            json.put("dst_ref", destination.id());
        }
        if (port > 0) {
            json.put("dst_port", port);
        }
        protocols.forEach(json.putArray("protocols")::add);
        return new StixObject(id, "", json);
    }

    private static List<String> protocols(@Nullable StixObject address, int proto, String service) {
        List<String> all = new ArrayList<>();
        all.add(address != null && address.id().startsWith("ipv6") ? "ipv6" : "ipv4");
        switch (proto) {
            case 1 -> all.add("icmp");
            case 6 -> all.add("tcp");
            case 17 -> all.add("udp");
            case 58 -> all.add("icmp6");
            case 132 -> all.add("sctp");
            default -> {}
        }
        if (SERVICE.matcher(service).matches()) {
            all.add(service);
        }
        return all;
    }

    private static ObjectNode head(String type, String id) {
        return StixJson.object().put("type", type).put("spec_version", "2.1").put("id", id);
    }
}
