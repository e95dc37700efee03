//! The schema as the engine itself tells it: what documents it, and what proves that both engines have the same.

use std::collections::BTreeSet;

use crate::{Direct, Engine, Result, args};

impl Direct {
    /// Every statement that made a table, a view or an index, by name. Only the embedded engine keeps them as text.
    pub fn definitions(&mut self) -> Result<Vec<String>> {
        self.read(|tx| {
            tx.all(
                // The tables in which a virtual table keeps itself are its own affair.
                "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL
                 AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')
                 ORDER BY tbl_name, type DESC, name",
                args![],
                |row| row.get(0),
            )
        })
    }

    /// How many bytes the tables of this connection's schema take on disk, with their indexes.
    pub fn bytes(&mut self) -> Result<i64> {
        let sql = match self.address().engine() {
            Engine::Sqlite => "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
            Engine::Postgres => {
                "SELECT CAST(COALESCE(SUM(pg_total_relation_size(c.oid)), 0) AS BIGINT) FROM pg_class c
                 JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = current_schema() AND c.relkind = 'r'"
            }
        };
        self.read(|tx| tx.value(sql, args![]))
    }

    /// Every table, every view and their columns of this connection's schema, except what is there only to be searched: each engine has its
    /// own way of that (virtual tables here, a column of search vectors there).
    pub fn columns(&mut self) -> Result<BTreeSet<(String, String)>> {
        let sql = match self.address().engine() {
            Engine::Sqlite => {
                "SELECT t.name, c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c
                 WHERE t.schema = 'main' AND t.type IN ('table', 'view') AND t.name NOT LIKE 'sqlite_%'"
            }
            Engine::Postgres => {
                "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns
                 WHERE table_schema = current_schema() AND data_type <> 'tsvector'"
            }
        };
        self.read(|tx| Ok(tx.all(sql, args![], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect()))
    }
}
