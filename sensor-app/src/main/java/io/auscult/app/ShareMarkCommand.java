package io.auscult.app;

import io.auscult.core.alert.Incident;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.share.Marking;
import io.auscult.export.share.Pap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auscult share mark}. */
@Command(
        name = "mark",
        description = "Mark an incident more strictly than it would be, for all receivers.",
        sortOptions = false)
final class ShareMarkCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "INCIDENT", description = "Its id, or how that begins.")
    String incident = "";

    @Option(names = "--tlp", paramLabel = "TLP", required = true, description = "green, amber, amber+strict or red.")
    String tlp = "";

    @Option(names = "--pap", paramLabel = "PAP", description = "green, amber or red. Default: as it is.")
    String pap = "clear";

    @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who decides; the log keeps it.")
    String by = "";

    @Mixin
    JournalOption journal = new JournalOption();

    @Override
    public Integer call() {
        ShareWork.named(spec, by);
        Tlp wanted = Tlp.parse(tlp, Tlp.CLEAR);
        if (wanted == Tlp.CLEAR) {
            throw new ParameterException(
                    spec.commandLine(), "--tlp: " + tlp + " (expected: green, amber, amber+strict or red)");
        }
        return ShareWork.run(spec, journal, (policies, out) -> {
            Incident found = ShareWork.incident(policies, incident);
            policies.markings().raise(found.id(), new Marking(wanted, Pap.of(pap)), by);
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("incident", found.id());
            values.put("by", by);
            values.put("tlp", wanted.tag());
            values.put("pap", pap);
            policies.log().add("marked", values);
            out.println(found.id() + " is " + policies.markings().of(found) + " from now on.");
            return ExitCode.FINISHED;
        });
    }
}
