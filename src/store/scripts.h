// scripts.h - the SQL files of this folder as they are built in.
#pragma once

extern const char store_schema_sql[], store_views_sql[], store_search_sqlite_sql[],
    store_search_postgres_sql[];
