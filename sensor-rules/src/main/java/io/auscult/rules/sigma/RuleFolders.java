package io.auscult.rules.sigma;

import io.auscult.rules.rule.Techniques;
import io.auscult.rules.sigma.RuleLoader.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules in use: those of the program and those of folders, less what is switched off. Reads them again when files have changed; a file that has become wrong keeps the
 * rules it had when it was last right. Of one thread.
 */
public final class RuleFolders {
    private final boolean isBuiltIn;
    private final List<Path> folders;
    private final Set<String> off;
    private final RuleLoader loader;
    private final Map<String, String> right = new HashMap<>(); // texts of files without errors, by name
    private String seen = "";

    /**
     * @param isBuiltIn whether the program's own rules are in use
     * @param folders of other rules
     * @param off ids or names of rules that are not in use
     */
    public RuleFolders(boolean isBuiltIn, List<Path> folders, Set<String> off, Techniques techniques) {
        this.isBuiltIn = isBuiltIn;
        this.folders = List.copyOf(folders);
        this.off = Set.copyOf(off);
        this.loader = new RuleLoader(techniques);
    }

    /** Only the program's own rules. */
    public static RuleFolders builtIn(Techniques techniques) {
        return new RuleFolders(true, List.of(), Set.of(), techniques);
    }

    /** Reads all. The problems are those of the files as they are; rules of a file that became wrong are those it had. */
    public RuleSet load() {
        seen = state();
        List<Problem> problems = new ArrayList<>();
        List<Source> sources = new ArrayList<>(isBuiltIn ? RuleFiles.builtIn() : List.of());
        for (Path folder : folders) {
            sources.addAll(RuleFiles.of(folder, problems));
        }
        RuleSet rules = loader.load(sources, off);
        problems.addAll(rules.problems());
        Set<String> wrong = new HashSet<>();
        for (Problem problem : problems) {
            if (problem.kind() == Problem.Kind.ERROR) {
                wrong.add(problem.file());
            }
        }
        boolean keepsOld = false;
        List<Source> kept = new ArrayList<>();
        Set<String> present = new HashSet<>();
        for (Source source : sources) {
            present.add(source.name());
            String before = right.get(source.name());
            if (before != null && wrong.contains(source.name())) {
                keepsOld = true;
                kept.add(new Source(source.name(), before));
            } else {
                kept.add(source);
            }
            if (!wrong.contains(source.name())) {
                right.put(source.name(), source.text());
            }
        }
        for (String name : wrong) {
            String before = right.get(name);
            if (before != null && !present.contains(name)) {
                kept.add(new Source(name, before)); // it is there and can no longer be read
                keepsOld = true;
            }
        }
        right.keySet().retainAll(union(present, wrong));
        return (keepsOld ? loader.load(kept, off) : rules).with(problems);
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        Set<String> both = new HashSet<>(a);
        both.addAll(b);
        return both;
    }

    /** Whether files came, went or changed since they were last read. */
    public boolean haveChanged() {
        return !folders.isEmpty() && !state().equals(seen);
    }

    private String state() {
        StringBuilder state = new StringBuilder();
        for (Path folder : folders) {
            try {
                for (Path file : RuleFiles.files(folder)) {
                    state.append(file)
                            .append(' ')
                            .append(Files.size(file))
                            .append(' ')
                            .append(Files.getLastModifiedTime(file))
                            .append('\n');
                }
            } catch (IOException | UncheckedIOException e) {
                state.append(e.getMessage()).append('\n');
            }
        }
        return state.toString();
    }
}
