package io.auscult.rules.lateral;

import io.auscult.core.alert.Rule;
import io.auscult.core.alert.Technique;
import io.auscult.rules.knowledge.Service;
import io.auscult.rules.rule.RuleFile;
import io.auscult.rules.rule.Techniques;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of this area, read from the {@code .rule} files beside this class. Immutable. */
public final class LateralRules {
    final Rule fileSpread;
    final Rule newAdminPair;
    final Rule hopChain;
    private final Map<Service, Rule> newPairs = new EnumMap<>(Service.class);

    public LateralRules(Techniques techniques) {
        fileSpread = RuleFile.load(LateralRules.class, "lateral", "file_spread", techniques);
        newAdminPair = RuleFile.load(LateralRules.class, "lateral", "new_admin_pair", techniques);
        hopChain = RuleFile.load(LateralRules.class, "lateral", "hop_chain", techniques);
        newPairs.put(Service.RDP, narrowed(techniques.get("T1021.001")));
        newPairs.put(Service.SSH, narrowed(techniques.get("T1021.004")));
        newPairs.put(Service.VNC, narrowed(techniques.get("T1021.005")));
        newPairs.put(Service.TELNET, narrowed(techniques.get("T1021")));
        newPairs.put(Service.REMOTE_SUPPORT, narrowed(techniques.get("T1219")));
    }

    /** The same rule with the one technique of this protocol. */
    private Rule narrowed(Technique technique) {
        return new Rule(
                newAdminPair.id(),
                newAdminPair.signatureId(),
                newAdminPair.revision(),
                newAdminPair.title(),
                newAdminPair.area(),
                newAdminPair.level(),
                newAdminPair.confidence(),
                List.of(technique),
                newAdminPair.description(),
                newAdminPair.recommendation());
    }

    /** Of a pair that is new by this protocol; null for protocols that have rules of their own. */
    @Nullable
    Rule newPair(Service service) {
        return newPairs.get(service);
    }

    public List<Rule> all() {
        return List.of(fileSpread, newAdminPair, hopChain);
    }
}
