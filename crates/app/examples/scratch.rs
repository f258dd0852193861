use sea_orm::*;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SqliteQueryBuilder};
#[tokio::main(flavor = "current_thread")]
async fn main() {
    let d = store::Database::in_memory().await.unwrap();
    let db = d.executor();
    let q = Query::select().column((Alias::new("matches"), Alias::new("id"))).from_as(Alias::new("people"), Alias::new("student"))
        .join(JoinType::CrossJoin, Alias::new("matches"), Expr::col((Alias::new("matches"), Alias::new("student_id"))).equals((Alias::new("student"), Alias::new("id"))))
        .cond_where(Condition::all())
        .order_by((Alias::new("student"), Alias::new("name_key")), Order::Asc)
        .order_by((Alias::new("student"), Alias::new("id")), Order::Asc).offset(1).limit(2).to_owned();
    println!("{}", q.to_string(SqliteQueryBuilder));
    db.execute_unprepared("PRAGMA foreign_keys=OFF").await.unwrap();
    for (i, n) in ["zoe","and","bo","never"].iter().enumerate() {
        db.execute_unprepared(&format!("INSERT INTO people VALUES (x'0{i}','{n}','{n}','',NULL,'','[]','[]','[]','','',1,0,0,1,1,1,0,0,0,'','','',0)")).await.unwrap();
        db.execute_unprepared(&format!("INSERT INTO matches (id,student_id,mentor_id,state,started_at,end_reason,revision) VALUES (x'1{i}',x'0{i}',x'0a','active','','',0)")).await.unwrap();
    }
    db.execute_unprepared("INSERT INTO people VALUES (x'0a','amara','amara','',NULL,'','[]','[]','[]','','',0,1,0,1,5,1,0,0,0,'','','',0)").await.unwrap();
    let inner = q.to_string(SqliteQueryBuilder).replace("\"matches\".\"id\" FROM", "\"matches\".\"id\", student.name_key AS n FROM");
    let full = format!("SELECT student.name_key AS n FROM matches JOIN people AS student ON matches.student_id=student.id JOIN people AS mentor ON matches.mentor_id=mentor.id WHERE matches.id IN ({}) ORDER BY student.name_key", q.to_string(SqliteQueryBuilder));
    let other = full.replace("AS \"student\"", "AS \"walked\"").replace("\"student\".", "\"walked\".");
    for sql in [inner, full, other] {
        let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql.clone())).await.unwrap();
        println!("{sql}\n  {:?}", rows.iter().map(|r| r.try_get::<String>("", "n").unwrap()).collect::<Vec<_>>());
        for r in <JsonValue as FromQueryResult>::find_by_statement(Statement::from_string(DbBackend::Sqlite, format!("EXPLAIN QUERY PLAN {sql}"))).all(&db).await.unwrap() { println!("     {}", r["detail"]); }
    }
    let v = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, "SELECT sqlite_version() AS n")).await.unwrap().unwrap();
    println!("{}", v.try_get::<String>("", "n").unwrap());
}
