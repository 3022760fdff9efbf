//! Migrations: numbered, never changed once released, and refused when they come from the future.

use crate::error::OrFailed;
use consilium_store::StoreError;
use refinery::{Migration, Runner, Target};
use rusqlite::{Connection, OptionalExtension};

/// Every migration, in order.
const MIGRATIONS: &[(&str, &str)] = &[("V1__relay", include_str!("../migrations/V1__relay.sql"))];

/// Brings the database up to what this binary knows.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let known = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
    let found = version(connection)?;
    if found > known {
        return Err(StoreError::Schema { found, known });
    }
    let migrations = MIGRATIONS
        .iter()
        .map(|(name, sql)| Migration::unapplied(name, sql))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| StoreError::Internal("migration list"))?;
    Runner::new(&migrations)
        .set_target(Target::Latest)
        .set_abort_divergent(true)
        .set_grouped(true)
        .run(connection)
        .map_err(|_| StoreError::Internal("migration"))?;
    Ok(())
}

/// Refuses a file of another version, without changing it.
pub(crate) fn expect_current(connection: &Connection) -> Result<(), StoreError> {
    let known = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
    let found = version(connection)?;
    if found == known {
        Ok(())
    } else {
        Err(StoreError::Schema { found, known })
    }
}

/// Newest migration that the file has seen, 0 for a new file.
pub(crate) fn version(connection: &Connection) -> Result<u32, StoreError> {
    let has_history: Option<i64> = connection
        .query_row(
            "SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history'",
            [],
            |row| row.get(0),
        )
        .optional()
        .or_failed()?;
    if has_history.is_none() {
        return Ok(0);
    }
    connection
        .query_row(
            "SELECT coalesce(max(version), 0) FROM refinery_schema_history",
            [],
            |row| row.get(0),
        )
        .or_failed()
}

/// The schema that the file has, as text, for the comparison with `schema.sql`.
#[cfg(test)]
pub(crate) fn text(connection: &Connection) -> Result<String, StoreError> {
    let mut statement = connection
        .prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL
             AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'refinery_%' ORDER BY tbl_name, type DESC, name",
        )
        .or_failed()?;
    let tables = statement
        .query_map([], |row| row.get::<_, String>(0))
        .or_failed()?
        .collect::<Result<Vec<_>, _>>()
        .or_failed()?;
    Ok(tables
        .iter()
        .map(|sql| format!("{sql};\n"))
        .collect::<Vec<_>>()
        .join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_sodium::hash::blake2b256;
    use consilium_types::ids::to_hex;

    fn migrated() -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        connection
    }

    #[test]
    fn the_committed_schema_is_what_the_migrations_add_up_to() {
        let expected = include_str!("../schema.sql");
        let found = text(&migrated()).unwrap();
        assert_eq!(found, expected, "schema.sql should be:\n{found}");
    }

    #[test]
    fn every_table_is_strict() {
        let loose: i64 = migrated()
            .query_row(
                "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
                 AND strict = 0 AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'refinery_%'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(loose, 0);
    }

    #[test]
    fn every_column_is_not_null() {
        let nullable: String = migrated()
            .query_row(
                "SELECT coalesce(group_concat(t.name || '.' || c.name), '')
                 FROM pragma_table_list t JOIN pragma_table_info(t.name) c
                 WHERE t.schema = 'main' AND t.type = 'table' AND c.\"notnull\" = 0 AND c.pk = 0
                 AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'refinery_%'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(nullable, "");
    }

    /// A migration that was released must never change: stores out there have run it.
    #[test]
    fn migrations_are_what_they_were() {
        let hashes = MIGRATIONS
            .iter()
            .map(|(name, sql)| format!("{name} {}", to_hex(&blake2b256(&[sql.as_bytes()])[..8])))
            .collect::<Vec<_>>();
        assert_eq!(hashes, ["V1__relay 7f6101d1721a84b9"]);
    }

    #[test]
    fn a_store_from_the_future_is_refused() {
        let mut connection = migrated();
        connection
            .execute(
                "INSERT INTO refinery_schema_history SELECT 9, name, applied_on, checksum
                 FROM refinery_schema_history",
                [],
            )
            .unwrap();
        assert_eq!(
            migrate(&mut connection),
            Err(StoreError::Schema { found: 9, known: 1 })
        );
    }
}
