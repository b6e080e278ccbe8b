package io.runpod.logback.internal.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamContext;

/**
 * The current path of a {@link JsonWriter} as a Jackson context, for decorators that decide by path. Made on demand.
 */
final class PathContext extends TokenStreamContext {

    private final @Nullable PathContext parent;
    private final @Nullable String name;

    private PathContext(int type, int index, @Nullable PathContext parent, @Nullable String name) {
        super(type, index);
        this.parent = parent;
        this.name = name;
    }

    /**
     * Makes the path from the root of the line to the open container.
     *
     * @param fieldsKey the key of the line's object that holds the fields; null = the fields are beside the line's keys
     */
    static PathContext of(JsonWriter json, @Nullable String fieldsKey) {
        PathContext context = new PathContext(TYPE_ROOT, 0, null, null);
        if (fieldsKey != null) {
            context = new PathContext(TYPE_OBJECT, 0, context, fieldsKey);
        }
        for (int level = 0; level <= json.depth(); level++) {
            int type = json.isArrayAt(level) ? TYPE_ARRAY : TYPE_OBJECT;
            context = new PathContext(type, json.countAt(level) - 1, context, json.nameAt(level));
        }
        return context;
    }

    @Override
    @SuppressWarnings("NullAway") // Jackson documents null for the root
    public TokenStreamContext getParent() {
        return parent;
    }

    @Override
    @SuppressWarnings("NullAway") // Jackson documents null where there is no name
    public String currentName() {
        return name;
    }

    @Override
    public boolean hasCurrentName() {
        return name != null;
    }
}
