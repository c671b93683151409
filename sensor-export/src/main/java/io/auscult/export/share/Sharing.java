package io.auscult.export.share;

import io.auscult.core.alert.AffectedHost;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.EvidenceRef;
import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Hop;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.alert.Rule;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.event.Network;
import io.auscult.core.indicator.Sighting;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Builds what leaves the hospital anew from the parts of an alert or incident that may leave, internal addresses and names replaced by pseudonyms; no text is copied but those on a list.
 * Stories and advice are written again from the result. At the end {@link LeakCheck} looks through it all. One thread at a time.
 */
public final class Sharing {
    /** Where pseudonyms of addresses lie, and no host of anybody. */
    public static final List<Network> PSEUDONYMS = List.of(InternalAddresses.CLASS_E, InternalAddresses.ULA_RESERVED);

    /** IPv6 in brackets only: without them nobody can tell where the address ends. */
    private static final Pattern ENDPOINT =
            Pattern.compile("(?:([0-9.]{7,15})|\\[([0-9A-Fa-f:.]{2,45})]):([0-9]{1,5})");

    private static final int MAX_PORT = 65_535;

    private final SharePolicy policy;
    private final InternalAddresses internal;
    private final Domains domains;
    private final Vocabulary vocabulary;
    private final Retelling retelling;
    private final SharedEvidence evidence = new SharedEvidence();

    /**
     * @param localNets the hospital's own addresses
     * @param domains the hospital's own domains, such as hospital.example
     * @param vocabulary what the program says of itself
     * @param retelling writes stories
     */
    public Sharing(
            SharePolicy policy, LocalNets localNets, List<String> domains, Vocabulary vocabulary, Retelling retelling) {
        this.policy = policy;
        this.internal = new InternalAddresses(localNets);
        this.domains = new Domains(domains);
        this.vocabulary = vocabulary;
        this.retelling = retelling;
    }

    /** Texts of evidence that may leave as they are: part of a {@link Vocabulary}. */
    public static List<String> words() {
        return new SharedEvidence().words();
    }

    SharePolicy policy() {
        return policy;
    }

    /** @throws LeakException when something of the inside would leave with it */
    JournalEntry shared(JournalEntry entry, Pseudonyms pseudonyms) throws LeakException {
        return switch (entry) {
            case Alert alert -> shared(alert, pseudonyms);
            case Incident incident -> shared(incident, pseudonyms);
        };
    }

    private Alert shared(Alert alert, Pseudonyms pseudonyms) throws LeakException {
        Work work = new Work(alert, pseudonyms);
        Alert bare = work.alert(alert);
        Map<String, String> advice = policy.lets(FieldGroup.TEXTS) ? Map.copyOf(retelling.advice(bare)) : Map.of();
        return work.checked(advised(bare, advice));
    }

    private Incident shared(Incident incident, Pseudonyms pseudonyms) throws LeakException {
        Work work = new Work(incident, pseudonyms);
        Incident bare = work.incident(incident);
        return work.checked(policy.lets(FieldGroup.TEXTS) ? told(bare, retelling.tell(bare)) : bare);
    }

    private static Alert advised(Alert a, Map<String, String> advice) {
        return new Alert(
                a.id(),
                a.timeNs(),
                a.rule(),
                a.level(),
                a.confidence(),
                a.kind(),
                a.actor(),
                a.target(),
                a.targets(),
                a.targetCount(),
                a.ports(),
                a.portCount(),
                a.openPorts(),
                a.answered(),
                a.outcome(),
                a.count(),
                a.firstSeenNs(),
                a.lastSeenNs(),
                a.evidence(),
                a.connection(),
                a.incidentId(),
                a.update(),
                advice,
                a.severity(),
                a.phases());
    }

    /** Only the texts are taken from what was told. */
    private static Incident told(Incident i, Incident told) {
        return new Incident(
                i.id(),
                i.formerIds(),
                i.severity(),
                i.level(),
                i.confidence(),
                i.light(),
                i.actor(),
                i.hops(),
                i.phases(),
                i.findings(),
                i.hosts(),
                i.hostCount(),
                i.users(),
                i.outcome(),
                i.alerts(),
                i.firstSeenNs(),
                i.lastSeenNs(),
                told.headline(),
                told.happened(),
                told.outcomes(),
                told.recommendations());
    }

    /** What is done for one entry. */
    private final class Work {
        private final Substitute substitute;
        private final LeakCheck check;
        private final Pseudonyms pseudonyms;

        Work(JournalEntry entry, Pseudonyms pseudonyms) {
            Known known = new Known(entry, internal, domains);
            this.check = new LeakCheck(known, internal, vocabulary);
            this.pseudonyms = pseudonyms;
            this.substitute = new Substitute(policy, pseudonyms, internal, domains, known, check);
        }

        <T extends JournalEntry> T checked(T shared) throws LeakException {
            String leak = check.leak(shared);
            if (leak != null) {
                throw new LeakException(leak);
            }
            return shared;
        }

        /** With the templates of its rule as recommendation. */
        Alert alert(Alert a) {
            Rule rule = vocabulary.rule(a.rule());
            boolean hasPorts = policy.lets(FieldGroup.PORTS);
            List<IpAddress> targets = addresses(a.targets());
            return new Alert(
                    pseudonyms.id(a.id()),
                    a.timeNs(),
                    rule,
                    a.level(),
                    a.confidence(),
                    vocabulary.kind(a.kind(), a.rule()),
                    substitute.party(a.actor()),
                    substitute.party(a.target()),
                    targets,
                    a.targetCount(),
                    hasPorts ? List.copyOf(a.ports()) : List.of(),
                    a.portCount(),
                    openPorts(a.openPorts()),
                    a.answered(),
                    a.outcome(),
                    a.count(),
                    a.firstSeenNs(),
                    a.lastSeenNs(),
                    policy.lets(FieldGroup.EVIDENCE)
                            ? evidence.of(a.evidence(), rule.area().equals(Sighting.AREA), substitute)
                            : Map.of(),
                    connection(a.connection()),
                    pseudonyms.id(a.incidentId()),
                    a.update(),
                    policy.lets(FieldGroup.TEXTS) ? rule.recommendation() : Map.of(),
                    a.severity(),
                    a.phases().stream().filter(phase -> Phase.of(phase) != null).toList());
        }

        Incident incident(Incident i) {
            List<Finding> findings = i.findings().stream().map(this::finding).toList();
            String titles = findings.stream()
                    .map(finding -> finding.rule().title())
                    .distinct()
                    .collect(Collectors.joining(", "));
            return new Incident(
                    pseudonyms.id(i.id()),
                    i.formerIds().stream().map(pseudonyms::id).toList(),
                    i.severity(),
                    i.level(),
                    i.confidence(),
                    i.light(),
                    substitute.party(i.actor()),
                    i.hops().stream().map(this::hop).toList(),
                    List.copyOf(i.phases()),
                    findings,
                    i.hosts().stream().map(this::host).toList(),
                    i.hostCount(),
                    users(i.users()),
                    i.outcome(),
                    i.alerts(),
                    i.firstSeenNs(),
                    i.lastSeenNs(),
                    Map.of("en", titles),
                    Map.of(),
                    Map.of(),
                    Map.of());
        }

        private Finding finding(Finding f) {
            Rule rule = vocabulary.rule(f.rule());
            Set<String> kinds = new LinkedHashSet<>();
            f.kinds().forEach(kind -> kinds.add(vocabulary.kind(kind, f.rule())));
            boolean hasPorts = policy.lets(FieldGroup.PORTS);
            return new Finding(
                    rule,
                    f.phase(),
                    substitute.party(f.actor()),
                    substitute.party(f.target()),
                    f.level(),
                    f.confidence(),
                    f.outcome(),
                    List.copyOf(kinds),
                    f.count(),
                    f.alerts(),
                    f.firstSeenNs(),
                    f.lastSeenNs(),
                    addresses(f.targets()),
                    f.targetCount(),
                    hasPorts ? List.copyOf(f.ports()) : List.of(),
                    f.portCount(),
                    openPorts(f.openPorts()),
                    users(f.users()),
                    f.evidence().stream()
                            .map(each -> new EvidenceRef(each.timeNs(), rule.id(), connection(each.connection())))
                            .toList(),
                    alert(f.latest()));
        }

        private Hop hop(Hop hop) {
            Party from = hop.from();
            return new Hop(
                    substitute.party(hop.actor()),
                    from == null ? null : substitute.party(from),
                    hop.firstSeenNs(),
                    hop.lastSeenNs());
        }

        private AffectedHost host(AffectedHost host) {
            List<String> roles = policy.lets(FieldGroup.HOSTS)
                    ? host.roles().stream().filter(vocabulary::isRole).toList()
                    : List.of();
            return new AffectedHost(substitute.party(host.host()), roles, host.isIntruded(), host.outcome());
        }

        private List<IpAddress> addresses(List<IpAddress> addresses) {
            return mapped(addresses, substitute::address);
        }

        private List<String> users(List<String> users) {
            return mapped(users, substitute::user);
        }

        private List<String> openPorts(List<String> open) {
            return policy.lets(FieldGroup.PORTS) ? mapped(open, this::openPort) : List.of();
        }

        private @Nullable String openPort(String open) {
            Matcher matcher = ENDPOINT.matcher(open);
            if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
                return null;
            }
            IpAddress address;
            try {
                address = substitute.address(
                        IpAddress.parse(matcher.group(1) != null ? matcher.group(1) : matcher.group(2)));
            } catch (IllegalArgumentException e) {
                return null;
            }
            return address == null ? null : address.withPort(Integer.parseInt(matcher.group(3)));
        }

        /** Without the name of the interface, which names a place in the network. */
        private ConnectionRef connection(ConnectionRef c) {
            if (!policy.lets(FieldGroup.CONNECTION)) {
                return ConnectionRef.NONE;
            }
            boolean hasPorts = policy.lets(FieldGroup.PORTS);
            boolean hasVlans = policy.lets(FieldGroup.VLANS);
            return new ConnectionRef(
                    c.uid() == 0 ? 0 : pseudonyms.uid(c.uid()),
                    substitute.address(c.origHost()),
                    hasPorts ? c.origPort() : 0,
                    substitute.address(c.respHost()),
                    hasPorts ? c.respPort() : 0,
                    c.proto(),
                    hasVlans ? c.vlan() : 0,
                    hasVlans ? c.innerVlan() : 0,
                    ConnectionRef.NO_INTERFACE,
                    hasVlans ? c.packetNumber() : 0);
        }

        private static <T> List<T> mapped(List<T> all, Function<T, @Nullable T> each) {
            List<T> mapped = new ArrayList<>();
            for (T one : all) {
                T shared = each.apply(one);
                if (shared != null) {
                    mapped.add(shared);
                }
            }
            return List.copyOf(mapped);
        }
    }
}
