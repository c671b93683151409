package io.auscult.rules.lateral;

import io.auscult.core.alert.Rule;
import io.auscult.core.alert.Technique;
import io.auscult.rules.knowledge.Service;
import io.auscult.rules.rule.RuleFile;
import io.auscult.rules.rule.Techniques;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of this area, read from the {@code .rule} files beside this class. Immutable. */
public final class LateralRules {
    final Rule exploitSpread;
    final Rule fileSpread;
    final Rule newAdminPair;
    final Rule hopChain;
    final Rule remoteSupport;
    private final Techniques techniques;
    private final Map<Service, Rule> newPairs = new EnumMap<>(Service.class);

    public LateralRules(Techniques techniques) {
        exploitSpread = RuleFile.load(LateralRules.class, "lateral", "exploit_spread", techniques);
        fileSpread = RuleFile.load(LateralRules.class, "lateral", "file_spread", techniques);
        newAdminPair = RuleFile.load(LateralRules.class, "lateral", "new_admin_pair", techniques);
        hopChain = RuleFile.load(LateralRules.class, "lateral", "hop_chain", techniques);
        remoteSupport = RuleFile.load(LateralRules.class, "lateral", "remote_support", techniques);
        for (Service service : new Service[] {Service.RDP, Service.SSH, Service.VNC, Service.TELNET}) {
            newPairs.put(service, narrowed(newAdminPair, List.of(techniques.get(technique(service)))));
        }
        this.techniques = techniques;
    }

    /** The technique of whoever works on other hosts this way. */
    private static String technique(Service service) {
        return switch (service) {
            case RDP -> "T1021.001";
            case EXECUTION -> "T1021.002";
            case SSH -> "T1021.004";
            case VNC -> "T1021.005";
            case WINRM -> "T1021.006";
            default -> "T1021";
        };
    }

    /** Of a path that used these protocols. */
    Rule hopChain(Set<Service> services) {
        return narrowed(
                hopChain,
                services.stream()
                        .map(LateralRules::technique)
                        .distinct()
                        .sorted()
                        .map(techniques::get)
                        .toList());
    }

    /** The same rule with the techniques that were seen. */
    private static Rule narrowed(Rule rule, List<Technique> techniques) {
        return new Rule(
                rule.id(),
                rule.signatureId(),
                rule.revision(),
                rule.title(),
                rule.area(),
                rule.level(),
                rule.confidence(),
                techniques,
                rule.description(),
                rule.recommendation());
    }

    /** Of a pair that is new by this protocol; null for protocols that have rules of their own. */
    @Nullable
    Rule newPair(Service service) {
        return newPairs.get(service);
    }

    public List<Rule> all() {
        return List.of(exploitSpread, fileSpread, newAdminPair, hopChain, remoteSupport);
    }
}
