package io.auscult.export.misp;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.event.CommunityId;
import io.auscult.core.event.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes objects of findings: the connection, and what was guessed or scanned over it. One thread, reused. */
final class Findings {
    private static final Map<Integer, String> TRANSPORTS =
            Map.of(1, "ICMP", 6, "TCP", 17, "UDP", 58, "ICMPv6", 132, "SCTP");
    private static final List<String> SERVICES = List.of("service", "protocol"); // names of evidence, the better first
    private static final String SCAN = "scan"; // area of rules
    private static final int MOST_PORT = 65_535;
    private static final int MOST_SHOWN = 16; // addresses or ports in a sentence

    private final CommunityId communityId = new CommunityId();
    private final Outside outside;

    Findings(Outside outside) {
        this.outside = outside;
    }

    /** The objects of one finding, distinct in whatever the incident tells. */
    List<Whole> objects(UUID event, Finding finding) {
        List<Whole> objects = new ArrayList<>();
        objects.add(connection(event, finding));
        if (finding.phase() == Phase.GUESSING) {
            objects.add(failures(event, finding));
        }
        if (finding.phase() == Phase.DISCOVERY && finding.rule().area().equals(SCAN)) {
            objects.add(scan(event, finding));
        }
        return objects;
    }

    private Whole connection(UUID event, Finding finding) {
        ObjectParts parts = parts(MispTemplate.NETWORK_CONNECTION, event, finding);
        ConnectionRef first = firstConnection(finding);
        IpAddress source =
                first.origHost() != null ? first.origHost() : finding.actor().ip();
        IpAddress destination =
                first.respHost() != null ? first.respHost() : finding.target().ip();
        parts.address("ip-src", source);
        parts.address("ip-dst", destination);
        boolean hasPorts = first.proto() == 6 || first.proto() == 17 || first.proto() == 132;
        parts.port("src-port", hasPorts && finding.count() == 1 ? first.origPort() : 0);
        parts.port("dst-port", hasPorts ? first.respPort() : 0);
        names(parts, "src", source, finding);
        names(parts, "dst", destination, finding);
        String transport = TRANSPORTS.get(first.proto());
        if (transport != null) {
            parts.add("layer4-protocol", transport);
        }
        parts.add("layer7-protocol", service(finding));
        if (source != null && destination != null && first.origHost() != null && first.respHost() != null) {
            parts.add(
                    "community-id",
                    communityId(source, first.origPort(), destination, first.respPort(), first.proto()));
        }
        parts.add("first-packet-seen", MispText.time(finding.firstSeenNs()));
        parts.growing("last-packet-seen", MispText.time(finding.lastSeenNs()));
        parts.growing("count", Long.toString(Math.max(1, finding.count())));
        return parts.whole();
    }

    private Whole failures(UUID event, Finding finding) {
        ObjectParts parts = parts(MispTemplate.AUTHENTICATION_FAILURE, event, finding);
        parts.address("ip-src", finding.actor().ip());
        parts.address("ip-dst", finding.target().ip());
        if (finding.users().size() == 1) {
            parts.add("username", finding.users().getFirst());
        }
        String service = service(finding);
        parts.add("type", service.isEmpty() ? "unknown" : service);
        parts.growing("total", Long.toString(Math.max(1, finding.count())));
        return parts.whole();
    }

    private Whole scan(UUID event, Finding finding) {
        ObjectParts parts = parts(MispTemplate.SCAN_RESULT, event, finding);
        parts.add("scan-type", "Network");
        parts.growing("scan-result-query", query(finding));
        parts.growing("description", answers(finding));
        parts.add("scan-start", MispText.time(finding.firstSeenNs()));
        parts.growing("scan-end", MispText.time(finding.lastSeenNs()));
        return parts.whole();
    }

    private static String query(Finding finding) {
        StringBuilder out = new StringBuilder(String.join(", ", finding.kinds()));
        if (finding.actor().ip() != null) {
            out.append(" from ").append(finding.actor().ip());
        }
        long targets = Math.max(1, finding.targetCount());
        out.append(" to ").append(targets).append(targets == 1 ? " address" : " addresses");
        if (finding.portCount() > 0) {
            out.append(" on ").append(finding.portCount()).append(finding.portCount() == 1 ? " port: " : " ports: ");
            out.append(finding.ports().stream()
                    .limit(MOST_SHOWN)
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ")));
        }
        return out.toString();
    }

    private static String answers(Finding finding) {
        String open = finding.openPorts().stream().limit(MOST_SHOWN).collect(Collectors.joining(", "));
        String outcome = finding.outcome().name().toLowerCase(Locale.ROOT);
        return finding.rule().title() + ": " + outcome + "; answered: " + (open.isEmpty() ? "none seen" : open);
    }

    /** The first that convinced the rule, so that it stays the same however the finding grows. */
    private static ConnectionRef firstConnection(Finding finding) {
        return finding.evidence().stream()
                .map(evidence -> evidence.connection())
                .filter(connection -> connection.origHost() != null)
                .findFirst()
                .orElse(finding.evidence().isEmpty() ? finding.latest().connection() : ConnectionRef.NONE);
    }

    private static void names(ObjectParts parts, String end, @Nullable IpAddress address, Finding finding) {
        Party party = address == null
                ? null
                : address.equals(finding.actor().ip())
                        ? finding.actor()
                        : address.equals(finding.target().ip()) ? finding.target() : null;
        if (party == null) {
            return;
        }
        if (party.host() != null && MispText.isDomain(party.host())) {
            parts.add("hostname-" + end, party.host().toLowerCase(Locale.ROOT));
        }
        if (party.mac() != null && MispText.isMac(party.mac())) {
            parts.add("mac-" + end, party.mac().toLowerCase(Locale.ROOT));
        }
    }

    private static String service(Finding finding) {
        Alert latest = finding.latest();
        for (String name : SERVICES) {
            String service = latest.evidence().get(name);
            if (service != null) {
                return MispText.line(service, MispText.MOST_NAME).toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    private String communityId(IpAddress source, int sourcePort, IpAddress destination, int port, int proto) {
        if (Outside.isPseudonym(source) || Outside.isPseudonym(destination)) {
            return ""; // nobody else would give it this name
        }
        byte[] text = new byte[CommunityId.LENGTH];
        int end = communityId.write(
                text, 0, source.high(), source.low(), sourcePort, destination.high(), destination.low(), port, proto);
        return new String(text, 0, end, StandardCharsets.US_ASCII);
    }

    private ObjectParts parts(MispTemplate template, UUID event, Finding finding) {
        UUID uuid = MispIds.of(
                event,
                template.key(),
                finding.rule().id(),
                finding.actor().key(),
                finding.target().key());
        String kinds = String.join(", ", finding.kinds());
        String title = finding.rule().title();
        String comment = kinds.equals(title) ? title : title + ": " + kinds;
        return new ObjectParts(uuid, template, MispText.line(comment, MispText.MOST_COMMENT), outside);
    }

    /** The attributes of one object, as they come together. */
    private static final class ObjectParts {
        private static final Set<String> OF_NETWORK =
                Set.of("ip-src", "ip-dst", "port", "hostname", "mac-address", "community-id");

        private final UUID uuid;
        private final MispTemplate template;
        private final String comment;
        private final Outside outside;
        private final List<Part> parts = new ArrayList<>();

        ObjectParts(UUID uuid, MispTemplate template, String comment, Outside outside) {
            this.outside = outside;
            this.uuid = uuid;
            this.template = template;
            this.comment = comment;
        }

        void add(String relation, String value) {
            add(relation, value, relation.equals("community-id"), false);
        }

        void growing(String relation, String value) {
            add(relation, value, false, true);
        }

        /** One of the inside is met everywhere: looking for it elsewhere is of no use to anybody. */
        void address(String relation, @Nullable IpAddress address) {
            if (address != null) {
                add(relation, address.toString(), outside.isOutside(address), false);
            }
        }

        void port(String relation, int port) {
            if (port > 0 && port <= MOST_PORT) {
                add(relation, Integer.toString(port));
            }
        }

        /** Leaves out what is empty: MISP refuses that. */
        private void add(String relation, String value, boolean correlates, boolean grows) {
            String clean = MispText.clean(value, MispText.MOST_TEXT);
            if (!clean.isEmpty()) {
                String type = template.type(relation);
                String category = OF_NETWORK.contains(type) ? "Network activity" : "Other";
                UUID part = MispIds.of(uuid, relation);
                parts.add(new Part(part, relation, type, category, clean, false, correlates, "", grows));
            }
        }

        Whole whole() {
            return new Whole(uuid, template, comment, List.copyOf(parts));
        }
    }
}
