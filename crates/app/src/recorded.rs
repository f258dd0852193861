//! Effects that change nothing but the audit: what they stand for happens outside of the database.

macro_rules! recorded {
    ($($(#[$doc:meta])* $name:ident = $audit:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Default)]
        struct $name;

        impl $crate::contexts::Effect for $name {
            const NAME: &'static str = $audit;
            type Output = ();

            async fn carry_out(
                self,
                _m: &$crate::contexts::Mutation<'_>,
            ) -> $crate::fault::Answer<()> {
                Ok(())
            }
        }
    )*};
}

pub(crate) use recorded;
